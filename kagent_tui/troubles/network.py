"""Why nothing was fetched: engine.network and what it is made of."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("the network is off"),
    mark("{url}: not fetched, for the network is off"),
    mark("{url}: not reached, for the network is off"),
    mark("{url}: not fetched, for it was declined"),
    mark("{url}: not asked, for it was declined"),
    mark("{url}: not reached, for it was declined"),
    mark("{url}: not fetched, for it was cancelled"),
    mark("{url}: not reached, for it was cancelled"),
    mark(
        "{url}: not reached, for nobody can be asked; allow it with --online, or "
        'with network = "on" in config.toml'
    ),
    mark("{url}: it did not arrive within {seconds} seconds"),
    mark("{url}: it redirects more than {most} times"),
    mark("{url}: it redirects to {host} without encryption"),
    mark(
        "{url}: it redirects to {host}, which was not agreed to; where that is "
        "right, add --from {host2}"
    ),
    mark("{url}: it redirects to no web address"),
    mark("{url}: only http and https addresses can be fetched"),
    mark("{url}: it names no host"),
    mark("{url}: it carries a name or a password"),
    mark("{url}: it is no web address"),
    mark("{url}: only the ports 80 and 443 are asked, not {port}"),
    mark("{url}: the host {host} is not found; check its spelling and the connection"),
    mark("{url}: not fetched, for {host} leads to {address}, which is not on the public internet"),
    mark("{url}: not fetched, for {host} is not on the public internet"),
    mark("{url}: the server answers {status}"),
    mark("{url}: the server asks to try later"),
    mark("{url}: the server asks to try in {seconds} seconds"),
    mark("the server does not answer"),
    mark("the server does not answer any more"),
    mark("the proxy does not let it through"),
    mark("the server's answer is damaged or incomplete"),
    mark("the server's certificate is not valid ({reason})"),
    mark("the secure connection failed"),
    mark("cannot connect ({reason})"),
    mark("it did not arrive in time"),
    mark("it has {size} bytes; at most {most} MB are fetched"),
    mark("it is larger than that: at most {most} MB are fetched"),
    mark("unpacked it has more than {most} MB"),
    mark(
        "the proxy of the settings is no address of an HTTP proxy: write it like "
        "http://proxy.example:3128"
    ),
)
