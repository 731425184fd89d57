"""Places whose weather people ask for in English: cities, towns, islands, airports, landmarks."""

from __future__ import annotations

_CITIES = (
    "Beijing|Shanghai|London|Paris|New York|Berlin|Tokyo|Hamburg|Oslo|Cape Town|Los Angeles|"
    "San Francisco|Vancouver|Chicago|Sydney|Rome|Madrid|Buenos Aires|Hong Kong|Kyoto|Chengdu|"
    "Reykjavik|Mexico City|Saint Petersburg|Dublin|Warsaw|Nairobi|Shenzhen|Toronto|Melbourne|Zurich|"
    "Lisbon|Hanoi|Barcelona|Valencia|Seville|Malaga|Bilbao|Granada|Porto|Faro|Lagos|Milan|Venice|"
    "Florence|Naples|Palermo|Turin|Bologna|Verona|Pisa|Genoa|Bari|Nice|Lyon|Marseille|Bordeaux|"
    "Toulouse|Strasbourg|Nantes|Lille|Brest|Cannes|Munich|Cologne|Frankfurt|Stuttgart|Leipzig|Dresden|"
    "Bremen|Hanover|Nuremberg|Freiburg|Kiel|Rostock|Essen|Bonn|Vienna|Salzburg|Innsbruck|Graz|Geneva|"
    "Bern|Basel|Lausanne|Lucerne|Brussels|Antwerp|Ghent|Bruges|Amsterdam|Rotterdam|Utrecht|The Hague|"
    "Eindhoven|Copenhagen|Aarhus|Stockholm|Gothenburg|Malmö|Kiruna|Bergen|Trondheim|Tromsø|Stavanger|"
    "Helsinki|Tampere|Rovaniemi|Tallinn|Riga|Vilnius|Kraków|Krakow|Gdansk|Wroclaw|Poznan|Prague|Brno|"
    "Bratislava|Budapest|Ljubljana|Zagreb|Split|Dubrovnik|Belgrade|Sarajevo|Skopje|Tirana|Sofia|"
    "Plovdiv|Bucharest|Cluj|Athens|Thessaloniki|Heraklion|Istanbul|Ankara|Izmir|Antalya|Kyiv|Lviv|Odesa|"
    "Moscow|Kazan|Novosibirsk|Irkutsk|Vladivostok|Minsk|Tbilisi|Yerevan|Baku|Almaty|Tashkent|Samarkand|"
    "Manchester|Liverpool|Leeds|Birmingham|Bristol|Newcastle|Sheffield|Nottingham|Brighton|Bath|York|"
    "Oxford|Cambridge|Edinburgh|Glasgow|Aberdeen|Inverness|Dundee|Cardiff|Swansea|Belfast|Derry|Cork|"
    "Galway|Limerick|Reading|Bournemouth|Plymouth|Exeter|Norwich|Leicester|Hull|Blackpool|Margate|"
    "Washington|Washington DC|Boston|Philadelphia|Miami|Orlando|Tampa|Atlanta|Houston|Dallas|Austin|"
    "San Antonio|Denver|Boulder|Phoenix|Tucson|Las Vegas|San Diego|Seattle|Portland|Spokane|Salt Lake City|"
    "Minneapolis|Milwaukee|Detroit|Cleveland|Pittsburgh|Buffalo|St. Louis|Kansas City|Omaha|Des Moines|"
    "New Orleans|Nashville|Memphis|Charlotte|Raleigh|Richmond|Baltimore|Charleston|Savannah|Anchorage|"
    "Fairbanks|Juneau|Honolulu|Albuquerque|Santa Fe|El Paso|Oakland|Sacramento|Fresno|Boise|Fargo|"
    "Montreal|Ottawa|Quebec City|Calgary|Edmonton|Winnipeg|Halifax|Victoria|Banff|Whistler|Saskatoon|"
    "Guadalajara|Cancun|Tulum|Oaxaca|Havana|San Juan|Kingston|Panama City|San José|Bogotá|Medellin|"
    "Cartagena|Quito|Lima|Cusco|La Paz|Santiago|Valparaiso|Montevideo|Asunción|Córdoba|Mendoza|Ushuaia|"
    "São Paulo|Sao Paulo|Rio de Janeiro|Rio|Brasília|Salvador|Recife|Fortaleza|Manaus|Curitiba|"
    "Cairo|Alexandria|Luxor|Marrakesh|Marrakech|Casablanca|Fez|Tunis|Algiers|Dakar|Accra|Abuja|Kano|"
    "Addis Ababa|Kampala|Kigali|Mombasa|Dar es Salaam|Zanzibar|Lusaka|Harare|Windhoek|Gaborone|Durban|"
    "Johannesburg|Pretoria|Port Elizabeth|Maputo|Antananarivo|Dubai|Abu Dhabi|Doha|Riyadh|Jeddah|Muscat|"
    "Kuwait City|Amman|Beirut|Damascus|Baghdad|Tehran|Isfahan|Jerusalem|Tel Aviv|Haifa|Kabul|Karachi|"
    "Lahore|Islamabad|Peshawar|Delhi|New Delhi|Mumbai|Bangalore|Bengaluru|Chennai|Kolkata|Hyderabad|Pune|"
    "Ahmedabad|Jaipur|Goa|Kochi|Shimla|Manali|Srinagar|Leh|Varanasi|Lucknow|Indore|Nagpur|Mysore|Ooty|"
    "Kathmandu|Pokhara|Thimphu|Dhaka|Chittagong|Colombo|Kandy|Malé|Yangon|Mandalay|Bangkok|Chiang Mai|"
    "Phuket|Krabi|Pattaya|Vientiane|Luang Prabang|Phnom Penh|Siem Reap|Ho Chi Minh City|Saigon|Da Nang|"
    "Hue|Kuala Lumpur|Penang|Johor Bahru|Singapore|Jakarta|Bandung|Surabaya|Denpasar|Ubud|Manila|Cebu|"
    "Davao|Taipei|Kaohsiung|Seoul|Busan|Jeju|Osaka|Sapporo|Nagoya|Fukuoka|Hiroshima|Okinawa|Nara|"
    "Guangzhou|Hangzhou|Nanjing|Xi'an|Wuhan|Chongqing|Tianjin|Suzhou|Qingdao|Xiamen|Kunming|Lhasa|Harbin|"
    "Urumqi|Guilin|Sanya|Macau|Ulaanbaatar|Brisbane|Perth|Adelaide|Hobart|Darwin|Cairns|Canberra|"
    "Gold Coast|Byron Bay|Alice Springs|Auckland|Wellington|Christchurch|Queenstown|Dunedin|Rotorua|Suva"
)
_WITH_REGION = (
    "Boston, Massachusetts|Portland, Oregon|Lyon, France|Paris, Texas|London, Ontario|Springfield, Illinois|"
    "Cambridge, MA|Austin TX|Birmingham, Alabama|Perth, Australia|Valencia, Spain|Manchester, NH|"
    "San Jose, California|Portland, Maine|Columbus, Ohio|Santiago de Chile|Newcastle upon Tyne|"
    "Frankfurt am Main|Athens, Georgia|Naples, Florida|Richmond, VA|Hyderabad, India|Cork, Ireland|"
    "Aspen, Colorado|Burlington, Vermont|Bend, Oregon|Stratford-upon-Avon|St Ives, Cornwall|"
    "Chamonix, France|Zermatt, Switzerland|Kanpur, India|Rochester NY|Bismarck, North Dakota|"
    "downtown Chicago|central London|north London|east Berlin|upstate New York|southern Spain|"
    "northern Italy|western Australia|south Goa|Brooklyn|Queens|Manhattan|the Bronx|Shoreditch|Camden|"
    "Kreuzberg|Montmartre|Bondi|St Kilda|Venice Beach|Santa Monica|Palo Alto|Mountain View|Shibuya"
)
_REGIONS = (
    "Iceland|Scotland|Cornwall|Devon|Norfolk|Kent|Yorkshire|the Cotswolds|the Lake District|Snowdonia|"
    "the Scottish Highlands|the Peak District|Tuscany|Sicily|Sardinia|Corsica|Provence|Brittany|Normandy|"
    "the Algarve|Andalusia|Mallorca|Ibiza|Tenerife|Gran Canaria|Lanzarote|Madeira|the Azores|Crete|"
    "Santorini|Rhodes|Corfu|Mykonos|Malta|Cyprus|Bavaria|the Black Forest|Tyrol|the Dolomites|Lapland|"
    "Svalbard|Greenland|the Faroe Islands|Bali|Lombok|Koh Samui|Sri Lanka|the Maldives|Mauritius|Fiji|"
    "Tahiti|Hawaii|Maui|Kauai|Alaska|California|Florida|Texas|Colorado|Vermont|Cape Cod|Long Island|"
    "the Bahamas|Barbados|Jamaica|Puerto Rico|Bermuda|Aruba|Patagonia|the Galapagos|Kerala|Ladakh|Kashmir|"
    "Rajasthan|Hokkaido|Tasmania|New Zealand|the Netherlands|Portugal|Denmark|Estonia|Nepal|Bhutan|Kenya"
)
_SIGHTS = (
    "Heathrow|Gatwick|JFK|LAX|O'Hare|Schiphol|Charles de Gaulle|Changi airport|Frankfurt airport|"
    "Stansted airport|Lake Garda|Lake Como|Lake Tahoe|Lake Geneva|Loch Ness|Mount Fuji|Mont Blanc|"
    "Ben Nevis|Mount Everest|Kilimanjaro|the Grand Canyon|Yellowstone|Yosemite|Zion National Park|"
    "Joshua Tree|Big Sur|Niagara Falls|the Matterhorn|Machu Picchu|Angkor Wat|Uluru|the Great Barrier Reef|"
    "Stonehenge|Brighton Beach|Central Park|Hyde Park|the Golden Gate Bridge|Mount Rainier|Death Valley|"
    "Table Mountain|Victoria Falls|Mount Kenya|the Serengeti|Bondi Beach|Disneyland Paris|Disney World|"
    "Glastonbury|Silverstone|Wimbledon|Wembley|Aspen|Chamonix|Zermatt|St. Moritz|Val d'Isère|Verbier|"
    "Whistler|Vail|Davos|Kitzbühel|Garmisch|Zakopane|Cortina d'Ampezzo"
)
_SMALL = (
    "Aberystwyth|Aldershot|Alkmaar|Ambleside|Annecy|Arles|Assisi|Avignon|Bad Tölz|Bakewell|Barnstaple|"
    "Bayreuth|Bellingham|Bideford|Biarritz|Bozeman|Braga|Bodø|Bognor Regis|Carlisle|Carmel|Celle|Chester|"
    "Chipping Norton|Colmar|Crieff|Deal|Delft|Dingle|Dover|Durham|Eau Claire|Elgin|Évora|Flagstaff|Fowey|"
    "Fulda|Galveston|Gmunden|Görlitz|Grasse|Haarlem|Hastings|Haworth|Hay-on-Wye|Healdsburg|Hilo|Hoi An|"
    "Ithaca|Jena|Joensuu|Kalamazoo|Kendal|Keswick|Key West|Kilkenny|Killarney|Konstanz|Kuressaare|"
    "Lancaster|Leiden|Lerwick|Lindau|Llandudno|Lucca|Ludlow|Lund|Mackay|Maastricht|Marfa|Mold|Montauk|"
    "Moab|Nafplio|Nelson|Nerja|Oban|Olympia|Orvieto|Oulu|Padstow|Passau|Penrith|Penzance|Pirna|Portree|"
    "Provo|Ravenna|Redding|Rhyl|Ronda|Rye|Saalfeld|Sedona|Siena|Skagen|Sligo|Sopot|St Andrews|Stirling|"
    "Stornoway|Taos|Tarifa|Telluride|Tenby|Thurso|Toledo|Torquay|Trier|Truro|Turku|Ullapool|Umeå|Uppsala|"
    "Vaduz|Varna|Visby|Waco|Walla Walla|Weimar|Wells|Whitby|Wick|Wiesbaden|Windsor|Worthing|Yuma|Zadar|"
    "Zwolle|Port Ellery|Ellerford|Marrowby|Kesterhaven|Nordvik|Vallmora|San Telmo|Oakridge|Millbrook|"
    "Fairview|Greenville|Ashford|Kingsport|Riverton|Lakewood|Woodstock|Clearwater|Bridgewater|Stonehaven"
)
_MISSPELT = (
    "barcalona|edinburg|reykjavic|philidelphia|pittsburg|cincinatti|albuquerqe|sanfrancisco|los angelas|"
    "melborne|brisbaine|copenhagan|amsterdamm|munic|lisbonne|budapesht|instanbul|athins|edinbrugh|glasgo|"
    "manchestr|liverpol|birmigham|nyc|la|sf|vegas|philly|nola|kl|hk|dc|frisco|chi town|ldn|b'ham|sg|"
    "tronto|vancover|otawa|montreall|johanesburg|capetown|newyork|hongkong|singapor|bankok|mumbay|banglore|"
    "calcutta|bombay|madras|saigon|peking|st petersburg|sao paolo|rio de janerio|buenos aries|santigo"
)


def _weighted() -> tuple[str, ...]:
    cities, small = _CITIES.split("|"), _SMALL.split("|")
    others = [*_WITH_REGION.split("|"), *_REGIONS.split("|"), *_SIGHTS.split("|")]
    return (*cities, *cities, *small, *small, *others, *_MISSPELT.split("|"))


PLACE_NAMES = _weighted()
