"""Arguments of made-up interfaces: what they are called, what they are, how a question says them."""

# A line of a table is data: it is not broken.

from __future__ import annotations

import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

# name, other name | kind and values | how a question says {v}
_TABLE = """
location, city, place, region, area, destination, venue | string city | in {v}; for {v}; around {v}; near {v}; at {v}; from {v}
country, nation, market, state | string country | in {v}; for {v}; of {v}; from {v}
start_date, from_date, begin_date + end_date, to_date, until_date | string date | from {v} to {w}; between {v} and {w}; starting on {v} and ending on {w}; starting {v}, until {w}
start_time, opening_time + end_time, closing_time | string clock | from {v} to {w}; between {v} and {w}
origin, from_city, departure_city + destination, to_city, arrival_city | string city | from {v} to {w}; to {w} from {v}; leaving {v} for {w}
min_price, minimum, lower_bound + max_price, maximum, upper_bound | integer large | between {v} and {w}; from {v} to {w}; at least {v} and at most {w}
date, day, scheduled_date, date_of_event, due_date | string date | on {v}; for {v}; {v}; by {v}; dated {v}
time, start_time, appointment_time | string clock | at {v}; around {v}; from {v} on; by {v}
year, publication_year, season | integer year | in {v}; for {v}; of {v}; from the year {v}; since {v}
time_period, period, time_range, timeframe, duration | string period | for {v}; during {v}; over {v}; within {v}; in {v}
id, {o}_id, reference_number, code, identifier | string id | with the ID {v}; with ID "{v}"; (ID {v}); number {v}; whose ID is '{v}'; identified by {v}
user_id, account_id, customer_id, member_id | string id | for user {v}; for the user with ID {v}; my user ID is {v}; account {v}
{o}_name, name, title, {o} | string title | named "{v}"; called {v}; "{v}"; '{v}'; with the name {v}; titled "{v}"; {v}
name, contact_person, owner, applicant, full_name, client_name | string person | for {v}; of {v}; by {v}; named {v}; called "{v}"; in the name of {v}
assignee, recipient, manager, coach, author, artist, doctor | string person | for {v}; to {v}; by {v}; with {v}; from {v}
company, organization, brand, employer, manufacturer, provider | string company | of {v}; by {v}; from {v}; for {v}; at {v}
email, contact_email, email_address | string email | with the email {v}; using the email address {v}; my email is {v}; send it to "{v}"; ({v})
phone, phone_number, contact_number | string phone | with the phone number {v}; reach me at {v}; call {v}
url, link, website | string url | at {v}; from {v}; the link is {v}; see {v}
file, file_path, filename, document | string file | in {v}; from the file {v}; saved as {v}; using {v}
topic, subject, keyword, query, theme, interest, focus | string topic | about {v}; on {v}; on the topic of {v}; related to {v}; regarding {v}; concerning {v}
description, comment, message, note, content, reason | string words | with the message "{v}"; because of {v}; saying {v}; the description is "{v}"; note: {v}
category, type, {o}_type, genre, kind, style, field | string topic | of type {v}; in the category {v}; of the {v} kind; for {v}; in the field of {v}; that are {v}
material, ingredient, substance, species, product, model | string topic | with {v}; for {v}; made of {v}; using {v}; of {v}
method, algorithm, technique, strategy, tool | string topic | using {v}; with the method {v}; by {v}; through {v}; via {v}
criteria, parameters, features, metric, indicator, factors | string topic | based on {v}; by {v}; in terms of {v}; with regard to {v}; looking at {v}
goal, purpose, objective, target | string topic | for {v}; in order to reach {v}; my goal is {v}; aiming at {v}
language, target_language, locale | string language | in {v}; into {v}; for {v} speakers; in the {v} language
currency, currency_code | string currency | in {v}; paid in {v}; using {v}
priority, urgency, severity, level, difficulty | choice low/medium/high | with {v} priority; of {v} importance; {v}; at a {v} level
status, state, filter | choice open/closed/pending/active/completed/archived | that are {v}; with status {v}; {v} ones only; marked {v}
unit, units, temperature_unit | choice celsius/fahrenheit/kelvin/miles/kilometers/meters/feet/inches | in {v}; measured in {v}; use {v}
payment_method, payment | choice cash/card/paypal/invoice | paying by {v}; with {v}; by {v}
gender, sex | choice male/female | for a {v} person; {v}; who is {v}
size, grade, quality | choice small/medium/large | in {v}; of size {v}; a {v} one
format, output_format, file_format | choice pdf/csv/json/xml/html | as {v}; in {v} format; as a {v} file
sort_by, order, sort | choice price/date/rating/name/distance | sorted by {v}; ordered by {v}; {v} first
level, experience, skill_level | string level | for {v}s; at the {v} level; I am {v}; {v} level
frequency, interval, repeat | string frequency | {v}; every time: {v}; repeated {v}
color, colour | string color | in {v}; {v} colored; of {v} color
age, patient_age | integer age | who is {v} years old; aged {v}; at age {v}; {v} years of age; I'm {v}
quantity, count, number_of_people, guests, participants, group_size, seats | integer small | for {v} people; {v} of them; for a group of {v}; {v} persons; with {v} participants
limit, max_results, top_n, num_results | integer small | only the first {v}; top {v}; at most {v} results; show {v}; the {v} best
days, duration_days, nights, weeks, hours, months | integer small | for {v} {n}; for the next {v} {n}; over {v} {n}; {v} {n} long
budget, max_price, amount, price, salary, income, value, donation_amount | number money | with a budget of ${v}; for {v} dollars; up to ${v}; of {v} euros; costing {v}; at {v} dollars
weight, distance, height, temperature, width, speed, pressure, radius, area | number decimal | of {v} {u}; {v} {u}; is {v} {u}; at {v}; with a {n} of {v}
rating, min_rating, score, percentage, rate, ratio, threshold | number decimal | of at least {v}; above {v}; with {v} percent; at {v}%; of {v}
ip_address, server, host | string ip | on {v}; at {v}; for the address {v}; on the server {v}
animal, pet_type, breed | string animal | for my {v}; for a {v}; of a {v}
image, photo, video, recording | string file | in the picture {v}; from {v}; using {v}
time_zone, season, month | string month | in {v}; for {v}; during {v}
coordinates, address, street_address | string address | at {v}; near {v}; my address is {v}; to {v}
"""
# Ways that fit any argument: by its name.
_BY_NAME = (
    "with {n} {v}", "{n} {v}", "{n}: {v}", "where the {n} is {v}", "the {n} is {v}",
    "using {v} as the {n}", "with the {n} {v}", "({n} {v})", "for the {n} {v}", "and {n} {v}",
    'with {n} "{v}"', "the {n} should be {v}", "{n} = {v}", "set the {n} to {v}", "a {n} of {v}",
    "with {v} as {n}", "the {n} being {v}", "for the {n} '{v}'", 'the {n} "{v}"',
)  # fmt: skip
# Arguments that may be left out and that no question says.
UNSAID = (
    "include_details:boolean", "verbose:boolean", "notify:boolean", "page:integer", "limit:integer",
    "offset:integer", "options:object", "filters:array", "tags:array", "callback_url:string",
    "language:string", "format:string", "units:string", "sort_order:string", "timeout:number",
    "additional_info:string", "preferences:object", "is_active:boolean", "api_version:string",
    "precision:integer", "region:string", "date:string", "category:string", "max_results:integer",
    "user_id:string", "notes:string", "type:string", "currency:string", "include_history:boolean",
    "round:boolean", "time_period:string", "budget:number", "gender:string", "location:string",
)  # fmt: skip

_LISTS = {
    "city": "Berlin|Paris|Tokyo|London|New York|Los Angeles|San Francisco|Chicago|Toronto|Sydney|Madrid|Rome|Cairo|Lagos|Nairobi|Mumbai|Delhi|Shanghai|Beijing|Seoul|Bangkok|Jakarta|Moscow|Istanbul|Athens|Vienna|Zurich|Oslo|Stockholm|Helsinki|Dublin|Lisbon|Prague|Warsaw|Budapest|Buenos Aires|Lima|Bogota|Santiago|Mexico City|Havana|Miami|Boston|Seattle|Denver|Houston|Dallas|Austin|Phoenix|Atlanta|Vancouver|Montreal|Cape Town|Casablanca|Dubai|Tehran|Karachi|Manila|Hanoi|Singapore|Kuala Lumpur|Perth|Auckland|Honolulu|Munich|Hamburg|Lyon|Marseille|Naples|Porto|Seville|Glasgow|Oxford|Salt Lake City|New Orleans|Texas|California|Florida|Bavaria|Tuscany|Lake Tahoe|Yosemite National Park|Downtown Portland|Springfield, Illinois|Austin, TX|Paris, France",
    "country": "Germany|France|Japan|China|India|Brazil|Canada|Mexico|Spain|Italy|Egypt|Kenya|Nigeria|South Africa|Australia|New Zealand|Norway|Sweden|Finland|Poland|Greece|Turkey|Iran|Russia|Ukraine|Chile|Peru|Argentina|Colombia|Cuba|the United States|the UK|Ireland|Portugal|Vietnam|Thailand|Indonesia|South Korea|Saudi Arabia|Morocco|USA",
    "company": "Acme Corp|Globex|Apple Inc.|Microsoft|Tesla|Siemens|Toyota|Nestle|Green Earth Foundation|Blue Ocean Ltd|Northwind Traders|Contoso|Initech|Umbrella Health|Stark Industries|Bright Future|Alpine Foods|XYZ Corp|ABC|Sunrise Energy|Delta Logistics|Harbor Bank|Nova Labs|Pioneer Farms|Redwood Partners|Vertex Games|Lumen Media|Atlas Airlines|GreenTech Solutions|Hope Shelter",
    "language": "English|French|German|Spanish|Chinese|Japanese|Arabic|Hindi|Portuguese|Russian|Italian|Korean|Turkish|Swahili|Dutch|Polish|Latin",
    "currency": "USD|EUR|GBP|JPY|CNY|INR|CHF|dollars|euros|yen|pounds|pesos|rupees|bitcoin",
    "level": "beginner|intermediate|advanced|expert|novice|professional|senior",
    "frequency": "daily|weekly|monthly|every day|twice a week|once a year|hourly|every Monday|quarterly",
    "color": "red|blue|green|black|white|yellow|dark blue|silver|orange|purple|light gray|pink",
    "animal": "dog|cat|horse|parrot|rabbit|goldfish|hamster|golden retriever|turtle|cow|Siamese cat",
    "month": "January|March|May|July|October|December|spring|summer|autumn|winter|next month|the summer|February",
    "period": "the last month|the past year|the last 5 years|2010-2020|the next two weeks|the 19th century|Q3|three months|the last 24 hours|last week|the 1990s|six months|10 days|this season|the next 6 months|2 hours|90 minutes|the past decade|January to March",
    "date": "tomorrow|today|next Monday|Friday|next week|this weekend|June 5|March 3rd|12 May|the 21st|next Tuesday|yesterday|Christmas Eve",
    "clock": "8 am|9:30|noon|7 pm|18:45|10:15 am|midnight|5:00 PM|half past six|3 o'clock|14:00|11 in the morning",
    "first": "Emma|Liam|Olivia|Noah|Ava|John|Maria|Wei|Fatima|Omar|Lena|Carlos|Yuki|Priya|Anna|Tom|Grace|Ivan|Sofia|David|Sarah|Ahmed|Julia|Peter|Chloe|Mateo|Ingrid|Kofi|Nina|Robert|Alice|Hassan|Mei|Lucas|Zoe|Daniel",
    "last": "Smith|Johnson|Garcia|Chen|Patel|Kim|Nguyen|Müller|Rossi|Silva|Brown|Larson|Okafor|Haddad|Ivanova|Tanaka|Lopez|Novak|Jensen|Kowalski|O'Brien|Wilson|Martin|Dubois|Khan|Singh|Wang|Clark|Baker|Evans",
    "street": "Main Street|Oak Avenue|Elm Street|Park Road|Hill Lane|Market Square|King's Road|Maple Drive|Station Road|5th Avenue|Broadway",
    "unit": "kg|meters|km|miles|cm|degrees|feet|pounds|grams|liters|mph|km/h|percent|inches|psi|watts",
    "ending": "pdf|txt|csv|docx|png|jpg|mp4|json|wav|xlsx",
    "domain": "example.com|outlook.com|gmail.com|mail.org|acme.io|yahoo.com|uni.edu",
}  # fmt: skip
_POOLS = {name: words.split("|") for name, words in _LISTS.items()}


@dataclass(frozen=True, slots=True)
class ApiArgument:
    """Arguments that a question says together: one, or two that belong together.

    `names` has the names of each, of which one is drawn.
    """

    names: tuple[tuple[str, ...], ...]
    kind: str
    pool: str
    ways: tuple[str, ...]


def _read(line: str) -> ApiArgument:
    names, typed, ways = line.split(" | ")
    kind, pool = typed.split()
    told = tuple(tuple(n.strip() for n in part.split(",")) for part in names.split(" + "))
    return ApiArgument(told, kind, pool, tuple(way.strip() for way in ways.split(";")))


API_ARGUMENTS = tuple(map(_read, _TABLE.strip().splitlines()))


class Values:
    """Draws values of arguments; `phrases` are two-word terms as texts have them."""

    def __init__(self, phrases: Sequence[str], rng: random.Random) -> None:
        self._phrases = phrases
        self._rng = rng
        self._made: dict[str, Callable[[], str]] = {
            "small": lambda: str(rng.randint(1, 20)) if rng.random() < 0.8 else self._word_number(),
            "age": lambda: str(rng.randint(1, 95)),
            "large": lambda: str(rng.choice((50, 100, 200, 250, 500, 1000, 1500, 20000))),
            "year": lambda: str(rng.randint(1850, 2035)),
            "money": self._money,
            "decimal": self.figure,
            "id": self._id,
            "person": self._person,
            "email": lambda: f"{self._letters(4, 10)}@{self._of('domain')}",
            "phone": lambda: (
                f"{rng.randint(100, 999)}-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}"
            ),
            "url": lambda: (
                f"https://{self._letters(4, 9)}.{rng.choice(('com', 'org', 'net', 'io'))}/{self._letters(3, 7)}"
            ),
            "ip": lambda: ".".join(str(rng.randint(1, 254)) for _ in range(4)),
            "file": lambda: f"{self._one().replace(' ', '_')}.{self._of('ending')}",
            "topic": self._topic,
            "title": lambda: self._topic().title() if rng.random() < 0.8 else self._letters(5, 12),
            "words": lambda: (
                f"{self._topic()} {rng.choice(('and', 'for', 'with', 'of', 'in'))} {self._topic()}"
            ),
            "address": lambda: f"{rng.randint(1, 999)} {self._of('street')}",
            "date": self._date,
        }

    def draw(self, pool: str) -> str:
        """A value of a pool, or one of the choices that it lists, apart by slashes."""
        if "/" in pool:
            return self._rng.choice(pool.split("/"))
        # People use ids for what others name in words.
        if pool in ("topic", "title", "words") and self._rng.random() < 0.08:
            return self._id()
        made = self._made.get(pool)
        return made() if made is not None else self._of(pool)

    def figure(self) -> str:
        """A number as calculations have them."""
        rng = self._rng
        whole = rng.choice((rng.randint(1, 12), rng.randint(1, 100), rng.randint(10, 5000)))
        if rng.random() < 0.25:
            return f"{whole % 100}.{rng.randint(1, 99)}"
        return f"{whole:,}" if whole >= 1000 and rng.random() < 0.3 else str(whole)

    def said(self, argument: ApiArgument, names: Sequence[str]) -> tuple[str, list[Any]]:
        """How a question says values for the arguments, and these."""
        values = [self.draw(argument.pool) for _ in names]
        way = self._rng.choice(argument.ways)
        if len(names) == 1 and self._rng.random() < 0.45:
            way = self._rng.choice(_BY_NAME)
        text = way.replace("{n}", in_words(names[0])).replace("{u}", self._of("unit"))
        text = text.replace("{v}", values[0]).replace("{w}", values[-1])
        return text, list(values)

    def _of(self, pool: str) -> str:
        return self._rng.choice(_POOLS[pool])

    def _one(self) -> str:
        return self._rng.choice(self._phrases)

    def _topic(self) -> str:
        phrase = self._one()
        chance = self._rng.random()
        if chance < 0.35:
            return phrase.partition(" ")[2]
        return f"{self._one().partition(' ')[0]} {phrase}" if chance > 0.9 else phrase

    def _person(self) -> str:
        first = self._of("first")
        chance = self._rng.random()
        if chance < 0.15:
            return first
        title = self._rng.choice(("Dr.", "Mr.", "Ms.", "Professor")) if chance > 0.92 else ""
        return f"{title} {first} {self._of('last')}".strip()

    def _money(self) -> str:
        amount = self._rng.choice((self._rng.randint(5, 99), self._rng.randint(1, 90) * 100))
        return f"{amount:,}" if self._rng.random() < 0.3 else str(amount)

    def _word_number(self) -> str:
        return self._rng.choice(("two", "three", "four", "five", "six", "seven", "eight", "ten"))

    def _letters(self, low: int, high: int) -> str:
        letters = string.ascii_lowercase
        return "".join(self._rng.choice(letters) for _ in range(self._rng.randint(low, high)))

    def _id(self) -> str:
        rng = self._rng
        letters = string.ascii_letters + string.digits
        mixed = "".join(rng.choice(letters) for _ in range(rng.randint(5, 12)))
        return rng.choice(
            (
                mixed,
                mixed,
                str(rng.randint(100, 999999)),
                f"{rng.choice(string.ascii_uppercase)}{rng.randint(10, 9999)}",
                f"{self._letters(2, 4).upper()}-{rng.randint(10, 99999)}",
            )
        )

    def _date(self) -> str:
        rng = self._rng
        year, month, day = rng.randint(1990, 2030), rng.randint(1, 12), rng.randint(1, 28)
        name = rng.choice(("January", "April", "June", "August", "September", "November"))
        return rng.choice(
            (
                self._of("date"),
                self._of("date"),
                f"{year}-{month:02}-{day:02}",
                f"{year}-{month:02}-{day:02}",
                f"{name} {day}, {year}",
                f"{month}/{day}/{year}",
                f"{name} {day}",
            )
        )


def in_words(name: str) -> str:
    """An argument's name as people say it: start_date and startDate as start date."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).replace("_", " ").strip()
