"""English questions for public holidays by their names alone, or in words other than "holiday"."""

from __future__ import annotations

NOW = (
    "{holiday}",
    "{holiday} this time",
    "do we have to make up for {holiday}?",
    "does the {holiday} time off have to be made up (on a weekend|on a saturday|later)?",
    "which (saturday|weekend|sunday) do we work to make up for {holiday}?",
    "is {holiday} a long weekend?",
    "will there be a long weekend for {holiday}?",
    "(when's|when is) the next (long weekend|three day weekend with a day off|day off work|statutory day off)?",
    "how long are we off for {holiday}?",
    "are we off (for|on|over) {holiday}?",
    "what days are we off (for|at) {holiday}?",
    "when do we go back to work after {holiday}?",
    "how many days does everyone get off at {holiday}?",
    "is everyone off work at {holiday}",
    "from when to when is everything shut for {holiday}?",
    "{holiday} days off, which ones?",
    "{holiday} time off?",
    "{holiday}: when do we start and stop being off work",
    "golden week, the days off (please|?)",
    "days off around {holiday}",
)
OF_A_YEAR = (
    "{holiday} {year}",
    "{holiday} of {year}, days off?",
    "do we have to make up for {holiday} in {year}?",
    "which (saturday|weekend|sunday) do we work to make up for {holiday} in {year}?",
    "is {holiday} {year} a long weekend?",
    "how long are we off for {holiday} in {year}?",
    "are we off (for|on|over) {holiday} {year}?",
    "when do we go back to work after {holiday} in {year}?",
    "(long weekends|days off work|make-up days|statutory days off) {year}",
    "what are the long weekends of {year}?",
    "which weekends are working weekends in {year}, the make-up days I mean",
)
THERE = (
    "{known} {country} {year}",
    "{known} in {country}, {year}",
    "{known} {year} in {country}",
    "{year} {known} in {country}",
    "{country}'s {known} {year}",
    "does {country} (get|have) {known} off in {year}?",
    "is {known} a long weekend in {country} in {year}?",
    "what are the long weekends in {country} in {year}?",
    "what days off does {country} have in {year}?",
)
THERE_NOW = (
    "{known} in {country}",
    "{known}, {country}",
    "{country} {known}",
    "{country}'s {known}",
    "{known} for {country}?",
    "when do people in {country} have {known}?",
    "does {country} (get|have) {known} off?",
    "is {known} a long weekend in {country}?",
    "what are the long weekends in {country}?",
    "when's the next long weekend in {country}?",
    "what days off do they get in {country}?",
    "do they work on {known} in {country}?",
)
