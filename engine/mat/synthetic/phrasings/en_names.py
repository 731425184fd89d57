"""Names in English questions: days that have one, countries and parts of them, their holidays."""

from __future__ import annotations


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


# Days that the engine knows by name and that are looked up in the calendar.
EVENT_NAMES = _split(
    "Christmas|Christmas|xmas|Christmas Eve|Christmas Day|xmas eve|Halloween|Easter|Easter Sunday|"
    "Easter Monday|Thanksgiving|Valentine's Day|valentines day|New Year's Eve|new years eve|"
    "Mother's Day|mothers day|Father's Day|fathers day|Boxing Day|Good Friday|Women's Day|"
    "Children's Day|St Patrick's Day|April Fools' Day|Black Friday|Cyber Monday|Independence Day|"
    "4th of July|Canada Day|Anzac Day|Australia Day|Bastille Day|Memorial Day|Juneteenth|"
    "Veterans Day|MLK Day|Presidents Day|Columbus Day|Groundhog Day|Earth Day|Singles' Day|"
    "Lantern Festival|Double Ninth Festival|Qixi Festival|Chinese New Year's Eve|Ghost Festival|"
    "Teachers' Day|Pentecost|Whit Monday|Ascension Day|Day of German Unity|Laba Festival"
)
COUNTRIES = _split(
    "Germany|France|the UK|the United Kingdom|the US|the USA|the United States|Canada|Australia|"
    "India|Japan|Singapore|Malaysia|Spain|Italy|Portugal|Ireland|Poland|Sweden|Norway|Denmark|"
    "Finland|Austria|Switzerland|Belgium|the Netherlands|Greece|Turkey|Brazil|Mexico|Argentina|"
    "Chile|Colombia|Peru|South Africa|Nigeria|Kenya|Ghana|Egypt|Morocco|Israel|the UAE|"
    "Saudi Arabia|Pakistan|Bangladesh|Sri Lanka|Nepal|Indonesia|the Philippines|Vietnam|Thailand|"
    "South Korea|Taiwan|Hong Kong|New Zealand|Iceland|Estonia|Latvia|Lithuania|Ukraine|Romania|"
    "Hungary|Czechia|the Czech Republic|Slovakia|Slovenia|Croatia|Serbia|Bulgaria|Luxembourg|"
    "Malta|Cyprus|Russia|China|mainland China|Macau|Cuba|Ecuador|Uruguay|Costa Rica|Panama|Jamaica|"
    "Ethiopia|Tanzania|Uganda|Qatar|Kuwait|Jordan|Lebanon|Iran|Kazakhstan|Britain|Holland"
)
REGIONS = _split(
    "Bavaria|Berlin|Saxony|Hesse|Hamburg|Baden-Württemberg|North Rhine-Westphalia|Scotland|Wales|"
    "England|Northern Ireland|California|Texas|New York|Florida|Hawaii|Massachusetts|Alaska|Illinois|"
    "Ontario|Quebec|British Columbia|Alberta|New South Wales|Queensland|Victoria|Tasmania|"
    "Western Australia|Catalonia|Andalusia|Madrid|Geneva|Zurich|Vienna|Thuringia|Bremen"
)
DEMONYMS = _split(
    "German|French|British|UK|US|American|Canadian|Australian|Indian|Japanese|Singapore|Malaysian|"
    "Spanish|Italian|Portuguese|Irish|Polish|Swedish|Norwegian|Danish|Finnish|Austrian|Swiss|Belgian|"
    "Dutch|Greek|Turkish|Brazilian|Mexican|Argentinian|Chilean|South African|Nigerian|Kenyan|Egyptian|"
    "Israeli|Pakistani|Indonesian|Philippine|Vietnamese|Thai|Korean|Taiwanese|Hong Kong|NZ|Kiwi|Aussie|"
    "Bavarian|Scottish|Welsh|Czech|Hungarian|Romanian|Ukrainian|Russian|Chinese"
)
# Those of countries that are told from others' by the country that is named.
KNOWN_HOLIDAYS = _split(
    "Labour Day|Labor Day|National Day|Independence Day|Constitution Day|Republic Day|Easter Monday|"
    "Good Friday|Thanksgiving|Boxing Day|New Year's Day|Christmas Day|Ascension Day|All Saints' Day|"
    "Victory Day|Remembrance Day|Victoria Day|Family Day|Memorial Day|Reformation Day|Liberation Day|"
    "Unity Day|Heroes' Day|Youth Day|Armistice Day|Armed Forces Day|Mother's Day|Children's Day"
)
# Public holidays by the names that several countries have for days of their own.
COUNTRY_HOLIDAYS = _split(
    "Labour Day|Labor Day|National Day|Independence Day|Constitution Day|Republic Day|Easter Monday|"
    "Good Friday|Thanksgiving|Boxing Day|New Year's Day|Christmas Day|Epiphany|Ascension Day|"
    "Whit Monday|Corpus Christi|All Saints' Day|Mother's Day|Carnival|Victory Day|Diwali|Holi|"
    "Eid al-Fitr|Eid al-Adha|Vesak|Golden Week|the king's birthday|Remembrance Day|Victoria Day|"
    "Family Day|Memorial Day|Reformation Day|Midsummer|St Stephen's Day|Anzac Day|Orthodox Easter"
)
