"""Hand-written tools with English questions, for training; written by us.

A line of a table: names | descriptions | arguments | questions, apart by semicolons. An argument
is `name=pool:kind`, with `?` after the name where it may be left out; the pool is by default
called as the argument, the kind is a string. Questions are patterns (see questions.expand).
"""

# A pattern is data: it is not broken over lines.

from __future__ import annotations

TOOLS = """
convert_units, unit_converter | Convert a value from one unit of measurement to another; Converts lengths, weights, volumes and temperatures | value=number:number from_unit=unit to_unit=unit2 | convert {value} {from_unit} (to|into) {to_unit}; how many {to_unit} (are|is) {value} {from_unit}?; (what is|what's) {value} {from_unit} in {to_unit}?; {value} {from_unit} to {to_unit}
convert_currency, currency_exchange | Convert an amount of money into another currency at today's rate; Money converter with live rates | amount=number:number from_currency=currency to_currency=currency2 | how much is {amount} {from_currency} in {to_currency}?; convert {amount} {from_currency} (to|into) {to_currency}; what do I get for {amount} {from_currency} in {to_currency}; change {amount} {from_currency} to {to_currency}
set_reminder, remind_me | Remind the user of something at a time; Creates a reminder | text=chore when=moment | remind me to {text} {when}; (please |)set a reminder {when} to {text}; don't let me forget to {text} {when}; {when} I have to {text}, remind me
get_stock_price, stock_quote | Latest share price of a listed company; Quote from the stock exchange | company | (what is|what's) the (stock|share) price of {company}?; how is {company} stock doing (today|); how much is one share of {company}; {company} stock quote; did {company} shares go up (today|)?
crypto_price, coin_quote | Price of a cryptocurrency; What a coin such as Bitcoin is worth now | coin currency?=currency | (what is|what's) {coin} (worth|trading at)( in {currency}|)?; current price of {coin}; how much is one {coin}( in {currency}|)
find_recipe, recipe_search | Find recipes for a dish or by ingredients; Cooking recipes with steps | dish | how do I (make|cook) {dish}?; (find|give) me a recipe for {dish}; I want to cook {dish} (tonight|), what do I need?; {dish} recipe
translate_text, translator | Translate a text into another language; Machine translation of words and phrases | text=phrase target_language=language | translate {text} (to|into) {target_language}; how do you say {text} in {target_language}?; what is {text} in {target_language}; put {text} into {target_language} for me
find_files, file_search | Find files on this computer by name or type; Searches folders on the disk | pattern=file folder?=folder | (find|where is|locate) the file {pattern}( in {folder}|); look for {pattern}( in my {folder} folder|); search( {folder}|) for {pattern}
rename_file, move_file | Give a file another name; Renames a file on the disk | file new_name=file2 | rename {file} to {new_name}; change the name of {file} to {new_name}; call the file {file} {new_name} from now on
delete_file, remove_file | Delete a file from the disk; Moves a file to the trash | file | delete {file}; (get rid of|remove|trash) {file} (please|)(|.); throw away the file {file}
zip_folder, compress_folder | Pack a folder into a zip archive; Compress files to save space | folder | (zip|compress) (my |the |){folder}( folder|); make an archive of {folder}; pack {folder} into a zip file
git_log, commit_history | List the latest commits of a git repository; Who changed what in the code | repository=repo author?=person | show the (last|latest) commits (of|in) {repository}; what did {author} commit (to|in) {repository}?; git history of {repository}; what changed in {repository} recently
create_branch, new_git_branch | Create a branch in a git repository; Starts a new line of development | name=branch repository?=repo | (create|make|start) a (new |)branch (called |named |){name}( in {repository}|); I need a branch {name}( on {repository}|); branch off as {name}
create_ticket, open_issue | Open a ticket in the bug tracker; Report a bug or request to the developers | title=bug | (open|create|file) a (ticket|bug report|issue): {title}; report that {title}; please file a bug, {title}
ticket_status, issue_status | State of a ticket: open, in progress or closed; Looks a ticket up by its number | number=ticket | (what is|what's) the status of ticket {number}?; is {number} (fixed|closed|done) (yet|already)?; who is working on {number}; how far is ticket {number}
track_parcel, package_tracking | Where a parcel is and when it will be delivered; Shipment tracking by number | tracking_number=tracking | where is my (parcel|package|shipment) {tracking_number}?; track {tracking_number}; has {tracking_number} been delivered; when will package {tracking_number} (arrive|get here)
start_timer, countdown | Start a countdown timer; Rings after some minutes | minutes=small:integer | (start|set) a timer for {minutes} minutes; timer {minutes} min; count down {minutes} minutes; wake me from my nap in {minutes} minutes
save_note, take_note | Save a short note; Writes something down for later | text=chore | (make a|take a|new) note: {text}; (write|jot) down that I must {text}; note to self, {text}
search_notes, find_note | Search the user's notes; Finds what was written down about a subject | query=topic | what did I (write|note) (down |)about {query}?; (find|show) my notes (on|about) {query}; search my notes for {query}
play_song, music_player | Play a song, optionally by an artist; Starts music | title=song artist?=artist | play {title}( by {artist}|); put on {title}( by {artist}|); I want to (hear|listen to) {title}( from {artist}|)
song_lyrics, find_lyrics | The words of a song; Lyrics search | title=song artist?=artist | (what are|show me) the lyrics (of|to) {title}( by {artist}|)?; how does {title} go; text of the song {title}( by {artist}|)
route_planner, get_directions | Route between two places with distance and duration; Directions for car, bike or foot | origin=city destination=city2 | how do I get from {origin} to {destination}?; (directions|route) from {origin} to {destination}; (what's|which is) the (fastest|best) way from {origin} to {destination}; drive from {origin} to {destination}
nearby_places, places_nearby | Find shops, cafes, pharmacies and so on near a place; Points of interest around an address | kind=placekind location=city | (find|is there) a {kind} (near|in|close to) {location}; where is the (nearest|closest) {kind} in {location}?; {kind} near {location}
log_weight, record_weight | Record the body weight in the health log; Writes down how much the user weighs | kilograms=weight:number | I weigh {kilograms} (kg|kilos) today; log my weight: {kilograms} kg; put down {kilograms} kilograms in my health log
log_blood_pressure, record_blood_pressure | Record a blood pressure reading; Adds systolic and diastolic values to the health log | systolic=sys:integer diastolic=dia:integer | my blood pressure is {systolic} over {diastolic}; log blood pressure {systolic}/{diastolic}; I just measured {systolic} over {diastolic}
log_workout, record_exercise | Record a workout with its duration; Adds exercise to the training diary | activity=sport minutes=small:integer | I (did|went) {activity} for {minutes} minutes; log {minutes} minutes of {activity}; add {activity}, {minutes} min, to my training
log_meal, food_diary | Write a meal into the food diary; Records what the user ate | food=dish | I (had|ate) {food} for (lunch|dinner|breakfast); log {food} as my (lunch|dinner); put {food} in my food diary
air_quality, air_pollution | Air quality index of a city; How clean the air is: PM2.5 and ozone | city | (how is|what is|what's) the air quality in {city}( today| now|)?; is the air in {city} (polluted|clean|bad)( today|)?; AQI {city}; can I jog in {city} with this smog
tide_times, tide_table | High and low tide at a place on the coast; Tide table | place=city day?=day | when is (high|low) tide (in|at) {place}( {day}|)?; tides (at|in) {place}( {day}|); what time does the water go out in {place}( {day}|)
pollen_forecast, pollen_count | Pollen count for people with hay fever; Forecast of birch, grass and other pollen | city day?=day | how bad is the pollen in {city}( {day}|)?; pollen count (for|in) {city}( {day}|); will my hay fever be bad in {city}( {day}|)
earthquake_feed, recent_earthquakes | Recent earthquakes in a region; Seismic events with magnitude | region=country | (were there any|any recent) earthquakes in {region}( lately|)?; did the ground shake in {region}; list quakes in {region}
fuel_prices, gas_prices | Prices of petrol and diesel at filling stations; Where fuel is cheap | city | (where is|who has) the cheapest (gas|petrol|diesel) in {city}?; fuel prices in {city}; what does diesel cost in {city}
train_times, next_train | Departures of trains between two stations; Railway timetable | origin=city destination=city2 day?=day | when does the next train (leave |go |)from {origin} to {destination}( {day}|)?; trains from {origin} to {destination}( {day}|); is there a train to {destination} from {origin}( {day}|)
find_bus, bus_departures | Departures of buses at a stop; When the next bus comes | stop=street line?=line | when is the next bus( {line}|) (at|from) {stop}?; bus( {line}|) at {stop}; does bus {line} stop at {stop}
search_flights, flight_search | Search for flights and their prices; Finds plane connections | origin=city destination=city2 date=day | (find|show me) flights from {origin} to {destination} {date}; how much is a flight from {origin} to {destination} {date}; I want to fly to {destination} from {origin} {date}
flight_status, flight_tracker | Whether a flight is on time, delayed or landed; Live flight tracking | flight_number=flight | is (flight |){flight_number} (on time|delayed|late)?; has {flight_number} landed (yet|); status of flight {flight_number}; which gate does {flight_number} leave from
book_hotel, reserve_room | Book a hotel room; Reserves a stay in a city | city nights=small:integer date=day | book a hotel in {city} {date} for {nights} nights; I need a room in {city} {date}, {nights} nights; reserve {nights} nights in {city} {date}
book_table, restaurant_booking | Reserve a table at a restaurant; Table reservation for some people | restaurant people=small:integer when=moment | book a table (at|in) {restaurant} for {people} {when}; table for {people} at {restaurant} {when}; reserve {restaurant} {when} for {people} people
order_pizza, food_delivery | Order food to be delivered; Delivery service for meals | dish quantity?=small:integer | order (me |)( {quantity}|) {dish} (please|); I'd like {dish} delivered; get me {quantity} {dish} to go
opening_hours, business_hours | When a shop, museum or office is open; Opening and closing times | place=placename day?=day | (when|what time) does {place} (open|close)( {day}|)?; is {place} open( {day}|)?; opening hours of {place}
match_score, live_scores | Result of a team's latest match; Football and basketball scores | team | (did|have) {team} (win|won)?; (what's|what is) the score of {team}( game| match|)?; how did {team} play (last night|); {team} result
league_table, standings | Table of a sports league; Which team is first | league | who is (first|top|leading) in (the |){league}?; show the {league} (table|standings); {league} ranking
movie_times, showtimes | Screenings of a film in cinemas; When and where a movie is on | movie=film city?=city | (when|where) is {movie} (on|playing|showing)( in {city}|)?; showtimes (for|of) {movie}( in {city}|); can I still see {movie} in the cinema( in {city}|)
movie_info, film_details | Director, cast and rating of a film; Movie database | title=film | who (directed|plays in|stars in) {title}?; is {title} (any good|worth seeing)?; how is {title} rated; tell me about the movie {title}
book_info, find_book | Author, pages and summary of a book; Looks a book up in the catalog | title=book | who (wrote|is the author of) {title}?; how many pages does {title} have; what is the novel {title} about
define_word, dictionary_lookup | Meaning of an English word; Dictionary | word | what does {word} mean?; define {word}; (meaning|definition) of {word}; look up {word} in the dictionary
find_synonyms, thesaurus | Words with the same meaning; Thesaurus | word | (what is|give me|find) (another word|a synonym|synonyms) for {word}?; other words for {word}; how else can I say {word}
find_rhymes, rhyming_words | Words that rhyme with a word; For poets and songwriters | word | what rhymes with {word}?; (find|give me) rhymes for {word}; I need a rhyme on {word}
count_words, word_counter | Count words and characters of a file; Text statistics | file | how many words (are in|does|has) {file}( have|)?; word count of {file}; count the words in {file}
spell_check, check_spelling | Check the spelling of a file; Finds typos | file | check the spelling (of|in) {file}; are there typos in {file}?; proofread {file}
generate_password, random_password | Make a random secure password; Password generator | length=small:integer | (generate|make|give me) a password (with|of) {length} characters; I need a {length} character password; random password, {length} long
random_number, number_between | Draw a random number between two bounds; Random generator | low=small:integer high=large:integer | (pick|give me|draw) a (random |)number (between|from) {low} (and|to) {high}; random integer {low} to {high}
roll_dice, throw_dice | Roll dice; Throws some dice with a number of sides | count=small:integer sides?=sides:integer | roll {count} dice( with {sides} sides|); throw {count} dice; roll {count} {sides}-sided dice
calculate_tip, tip_calculator | Work out the tip for a restaurant bill; How much to tip | bill=number:number percent?=percent:number | (what|how much) should I tip on {bill}( dollars|)( at {percent} percent|)?; tip for a bill of {bill}( with {percent} %|)
loan_payment, mortgage_calculator | Monthly payment of a loan; Works out mortgage rates | amount=large:number rate=percent:number years=small:integer | what do I pay a month for a loan of {amount} at {rate} percent over {years} years?; monthly rate for {amount} at {rate} % for {years} years; mortgage of {amount}, {rate} percent, {years} years
compound_interest, savings_growth | How savings grow with compound interest; Future value of an investment | principal=large:number rate=percent:number years=small:integer | how much will {principal} be after {years} years at {rate} percent( interest|)?; invest {principal} at {rate} % for {years} years; future value of {principal} in {years} years with {rate} percent
percentage, percent_of | Work out a percentage of a number; Percent calculator | percent=percent:number number=large:number | (what is|how much is) {percent} (percent|%) of {number}?; {percent} percent of {number}; calculate {percent} % of {number}
body_mass_index, bmi_calculator | Body mass index from weight and height; Is my weight healthy | weight=weight:number height=height:number | my weight is {weight} kg and I am {height} cm tall, what is my BMI?; BMI for {weight} kg and {height} cm; calculate the body mass index, {weight} kg, {height} cm
triangle_area, area_of_triangle | Area of a triangle from base and height; Geometry helper | base=small:number height=small2:number | (what is|find|calculate) the area of a triangle with (a |)base (of |){base} and (a |)height (of |){height}?; triangle with base {base} and height {height}, area?
circle_area, area_of_circle | Area of a circle from its radius; Geometry: circles | radius=small:number | (what is|find|calculate) the area of a circle with (a |)radius (of |){radius}( cm| m|)?; how big is a circle of radius {radius}
solve_quadratic, quadratic_roots | Roots of a quadratic equation; Solves ax^2 + bx + c = 0 | a=small:number b=small2:number c=small3:number | (solve|find the roots of) the quadratic (equation |)(with|where) a={a}, b={b} and c={c}; roots of a quadratic with coefficients {a}, {b} and {c}
factorial, compute_factorial | Factorial of a whole number; n! | n=small:integer | (what is|calculate|compute) the factorial of {n}?; {n} factorial; how much is {n} factorial
prime_check, is_prime | Whether a number is prime; Tests for prime numbers | number=large:integer | is {number} (a |)prime( number|)?; check (whether|if) {number} is prime; does {number} have divisors
greatest_common_divisor, gcd | Greatest common divisor of two numbers; Largest number that divides both | a=large:integer b=large2:integer | (what is|find) the (greatest common divisor|gcd|highest common factor) of {a} and {b}?; gcd of {a} and {b}
kinetic_energy, compute_kinetic_energy | Kinetic energy of a moving body; Physics: mass and speed to energy | mass=small:number velocity=small2:number | (calculate|what is) the kinetic energy of (an object|a body) with (a |)mass (of |){mass} kg (moving at|and a speed of) {velocity} m/s?; kinetic energy for {mass} kg at {velocity} m/s
travel_time, driving_duration | Time for a distance at a speed; Speed, distance, time calculator | distance=large:number speed=small:number | how long does it take to (drive|cover|travel) {distance} km at {speed} km/h?; time for {distance} kilometers at {speed} km/h
send_email, mail_someone | Send an email to somebody; Writes and sends a mail | recipient=person subject=topic | (send|write) an email to {recipient} about {subject}; mail {recipient} about {subject}; let {recipient} know by email about {subject}
read_inbox, unread_mail | Show unread emails; What is new in the mailbox | sender?=person | (any|do I have) (new|unread) (mail|emails)( from {sender}|)?; check my inbox; did {sender} write (to |)me
send_message, text_contact | Send a text message to a contact; SMS and chat | contact=person text=chore | (text|message) {contact} to {text}; send {contact} a message: {text}; tell {contact} to {text}
call_contact, phone_call | Call a person on the phone; Dials a contact | contact=person | (call|phone|ring|dial) {contact} (please|for me|); I need to (talk to|speak with) {contact} on the phone; give {contact} a call
find_contact, lookup_contact | Phone number and address of a contact; Address book | name=person | what is {name}'s (phone number|address|email)?; how can I reach {name}; (find|show) the contact {name}
take_screenshot, capture_screen | Take a picture of the screen; Screenshot | delay?=small:integer | (take|make) a screenshot( in {delay} seconds|); capture my screen( after {delay} seconds|); grab what is on the screen
set_volume, change_loudness | Set how loud the computer is; Volume in percent | percent=percent:integer | (set|turn) the volume to {percent}( percent| %|); make it {percent} percent loud; volume {percent}
disk_usage, free_space | How full the disks are; Free space on a drive or folder | path?=folder | how much (space|disk space) is (left|free)( in {path}|)?; is my disk full; how big is (my |){path}
running_processes, task_manager | Programs that run and what memory they use; Lists processes | name?=app | what is (slowing down|running on) my computer?; how much memory does {name} use; is {name} (still |)running
open_app, launch_program | Start a program; Opens an application on this computer | app | (open|start|launch) {app} (please|for me|); I need {app} open; fire up {app}
server_status, ping_host | Whether a server answers; Checks that a website or host is up | host | is {host} (up|down|online|reachable)?; ping {host}; check if {host} (works|answers|is up)
dns_lookup, resolve_domain | Look up the IP address of a domain; DNS records | domain=host | what is the IP (address |)of {domain}?; resolve {domain}; dns records (of|for) {domain}
shorten_url, make_short_link | Make a short link of a long address; URL shortener | url=host | shorten {url}; (make|give me) a short link for {url}; {url} is too long, make it short
qr_code, make_qr_code | Make a QR code; Picture that phones can scan | content=host | (make|create|generate) a QR code for {content}; I need {content} as a QR code
medicine_info, drug_facts | Dose and side effects of a medicine; Drug information | medicine | what are the side effects of {medicine}?; how much {medicine} may I take; is {medicine} safe; leaflet of {medicine}
symptom_check, possible_causes | What a symptom may come from; Health advice on complaints | symptom | I have {symptom}, what could it be?; what helps against {symptom}; should I see a doctor for {symptom}
plant_care, water_plants | How to care for a plant; Watering and light of house plants | plant | how often (should|must) I water (my |a |){plant}?; my {plant} has yellow leaves; how much light does a {plant} need
wine_pairing, suggest_wine | Which wine goes with a dish; Wine recommendations | dish | (which|what) wine goes (well |)with {dish}?; suggest a wine for {dish}; what should I drink with {dish}
job_search, find_jobs | Open positions by profession and place; Job offers | profession city=city | (find|are there|show me) {profession} jobs in {city}; I'm looking for work as a {profession} in {city}; who hires a {profession} in {city}
apartment_search, find_flats | Flats for rent in a city; Housing offers | city max_rent?=large:integer | (find|show) (me |)(flats|apartments) in {city}( under {max_rent}|); I want to rent in {city}( for at most {max_rent}|); housing in {city}( up to {max_rent} a month|)
company_info, company_profile | Facts about a company: seat, staff, turnover; Business register | company | how many people work (at|for) {company}?; where is {company} based; who (founded|runs) {company}; company profile of {company}
country_facts, country_info | Capital, population and language of a country; Geography facts | country | (what is|what's) the (capital|population|currency) of {country}?; which language do they speak in {country}; how many people live in {country}
news_headlines, latest_news | News about a topic; Headlines of today | topic | (what's|what is) (new|in the news) about {topic}?; (latest |)news on {topic}; headlines about {topic}
paper_search, find_papers | Scientific papers about a subject; Literature search | topic author?=person | (find|search) papers (on|about) {topic}( by {author}|); what has {author} published on {topic}; recent research on {topic}
image_resize, resize_picture | Change the size of a picture; Scales images | file width=large:integer | (resize|scale) {file} to {width} pixels( wide|); make {file} {width} px wide; shrink {file} to {width} pixels
run_query, sql_query | Run a query on the database; Counts and lists rows of a table | table=collection | how many rows (are in|does) the (table |){table}( table|)( have|)?; show (me |)the (first|last) rows of {table}; query the {table} table
deploy_service, release_app | Deploy a service to the servers; Puts a new version online | service=repo environment?=environment | deploy {service}( to {environment}|); roll out {service}( on {environment}|); put the new {service} live
invoice_create, make_invoice | Write an invoice to a customer; Billing | customer=company amount=large:number | (write|make|create) an invoice (for|to) {customer} over {amount}( dollars| euros|); bill {customer} {amount}; invoice {customer} for {amount}
split_bill, share_costs | Split costs between people; Who owes how much | amount=large:number people=small:integer | split {amount}( dollars| euros|) between {people}( people|); {people} of us share {amount}, how much each?; divide a bill of {amount} by {people}
add_expense, log_expense | Write an expense into the budget; Records what was spent | amount=number:number category=expense | I spent {amount}( dollars| euros|) on {category}; add an expense of {amount} for {category}; log {amount} for {category}
budget_report, spending_report | How much was spent on a category; Sums of the household budget | category=expense | how much (did|have) I (spend|spent) on {category}( this month|)?; show my {category} (costs|spending); what goes into {category} every month
"""

POOLS = {
    "city": "Paris|Berlin|San Francisco|New York|Kyoto|Lagos|Oslo|Cape Town|Lima|Boston|Toronto|Mumbai|Seoul|Lisbon|Buenos Aires|Cairo|Leeds|Portland|Helsinki|Hanoi|Denver|Zurich|St. Louis|Nairobi|Bristol|Santa Fe|Dublin|Kuala Lumpur|Vienna|Austin",
    "country": "France|Japan|Brazil|Kenya|New Zealand|Mexico|Canada|Turkey|Chile|Indonesia|Italy|South Korea|Norway|Vietnam|Greece|Peru|Egypt|Nepal|Portugal|Iceland",
    "unit": "miles|kilometers|pounds|kilograms|inches|feet|liters|gallons|ounces|grams|meters|yards|cups|acres|hectares|celsius|fahrenheit|stone|pints|knots",
    "currency": "dollars|euros|yen|pounds|francs|yuan|rupees|USD|EUR|GBP|JPY|CHF|Mexican pesos|won|Canadian dollars|kroner",
    "chore": "call mom|buy milk|water the plants|pay the rent|send the report|pick up the kids|take out the trash|book the dentist|renew my passport|feed the cat|return the library books|print the tickets|charge the bike|clean the oven|bring the keys",
    "moment": "tomorrow at 9|at 7 pm|on Friday|tonight|next Monday at noon|in two hours|at half past six|tomorrow morning|on Sunday evening|at 5:30|this afternoon|on the 12th at 8",
    "day": "today|tomorrow|on Friday|next Monday|on March 5th|this weekend|on the 21st|next week|on Sunday|July 14|on 2027-02-03",
    "company": "Apple|Tesla|Siemens|Toyota|Nestle|Microsoft|Boeing|Netflix|Samsung|IKEA|Airbus|Unilever|Shell|Adidas|Intel|Rolls-Royce|Nokia|Heineken|Lenovo|General Motors",
    "coin": "Bitcoin|Ethereum|Dogecoin|Solana|Litecoin|Cardano|BTC|ETH",
    "dish": "lasagna|pad thai|chicken curry|apple pie|mushroom risotto|beef stew|pancakes|fish tacos|lentil soup|pizza margherita|sushi|banana bread|goulash|ramen|caesar salad|shakshuka|tomato soup|salmon",
    "phrase": "good morning|thank you very much|where is the station|happy birthday|I am lost|see you later|how much does it cost|cheese|hello|the bill please|I love you|excuse me",
    "language": "French|Spanish|Japanese|German|Italian|Swahili|Korean|Portuguese|Dutch|Polish|Arabic|Hindi|Greek|Swedish",
    "file": "report.pdf|budget-2026.xlsx|notes.txt|IMG_2041.jpg|thesis.docx|readme.md|backup.tar.gz|main.py|holiday.mp4|cv.pdf|invoice_17.pdf|logo.png|draft2.docx|data.csv",
    "folder": "Downloads|Documents|Pictures|src|Desktop|/var/log|Music|projects|archive|/home/anna",
    "repo": "kagent|payments|web-shop|frontend|billing-api|linux|mobile-app|search|backend|docs-site|auth-service",
    "person": "Anna|Tom|Mr Lee|Priya|my boss|Dr. Novak|Carlos|Grandma|Yuki Tanaka|Ben|Mrs Okafor|Elena|Sam Porter|Maria Lopez|Uncle Joe|David",
    "branch": "fix-login|release-2.1|feature/search|dark-mode|hotfix|experiment-7|new-parser",
    "bug": "the login page is blank|the export button does nothing|search crashes on empty input|dark mode is too bright|the app freezes on start|dates are off by one|the menu has typos",
    "ticket": "#481|BUG-1207|2231|PROJ-88|#9|OPS-14|10442|WEB-730",
    "tracking": "1Z999AA10123456784|RB123456785CN|LX400281953DE|9400110200881|JD0146000032|AB-77120",
    "topic": "solar power|the election|climate change|interest rates|the budget|our move|graph theory|electric cars|the summer party|tax reform|malaria|space telescopes|the new office|machine translation|coral reefs|Project Falcon",
    "song": "Imagine|Bohemian Rhapsody|Yesterday|Hey Jude|Purple Rain|Clocks|Halo|Wonderwall|Africa|Jolene|Thriller|Dancing Queen",
    "artist": "Queen|Adele|Miles Davis|The Beatles|Coldplay|Nina Simone|Daft Punk|Bach|Dolly Parton|U2",
    "placekind": "pharmacy|cafe|gas station|bakery|supermarket|bike shop|hospital|ATM|vegan restaurant|hardware store|park|post office|vet|bookshop|playground",
    "sport": "running|yoga|swimming|cycling|rowing|climbing|tennis|weight training|hiking|pilates",
    "street": "Main Street|Oak Avenue|Central Station|City Hall|Baker Street|the harbour|Hill Road|University|Market Square|Elm Street",
    "line": "42|7|N3|X10|128|5A",
    "flight": "LH454|BA 117|UA90|AF1680|QF1|DL 402|KL1009|SQ22",
    "restaurant": "Luigi's|The Golden Dragon|Chez Marie|Noodle Bar|Oak & Salt|Taj Mahal|Blue Fin|La Paloma",
    "placename": "the city library|the zoo|the post office|Tate Modern|IKEA|the town hall|Central Market|the swimming pool|the science museum|Lidl",
    "team": "Arsenal|the Lakers|Real Madrid|the Yankees|Bayern Munich|Liverpool|the Bulls|Ajax|Boca Juniors|the Red Sox",
    "league": "Premier League|NBA|Bundesliga|La Liga|Serie A|NFL|NHL|Ligue 1",
    "film": "Inception|Casablanca|The Godfather|Parasite|Spirited Away|Alien|Dune|Amelie|Jaws|Up|The Matrix|Titanic",
    "book": "Dune|War and Peace|Emma|The Hobbit|Beloved|1984|Ulysses|Jane Eyre|The Plague|Middlemarch",
    "word": "serendipity|ephemeral|orange|happy|obsolete|nice|ubiquitous|time|stubborn|light|fascinating|gentle",
    "number": "5|12|3.5|100|250|18|72|40|0.5|1,200|60|2000|15|7.25|33",
    "small": "2|3|4|5|6|7|8|10|12|15|20|25|30|45|two|three|four|five|ten|12|16",
    "large": "91|150|240|1000|1200|48|5000|360|97|20000|2500|800|1024|310|75",
    "percent": "3|4.5|5|10|15|20|25|12|50|7|30|80",
    "sides": "6|8|12|20|10",
    "weight": "64|72|80.5|95|58|103|69.8",
    "height": "160|172|185|178|194|166",
    "sys": "120|135|128|142|118|150",
    "dia": "80|85|76|90|70|95",
    "app": "Firefox|Spotify|Excel|Photoshop|the calculator|Slack|VS Code|Chrome|Zoom|Blender",
    "host": "example.com|www.kagent.org|10.0.0.12|mail.acme.io|https://news.site/a/1234|db01|github.com|shop.example.net",
    "medicine": "ibuprofen|aspirin|paracetamol|amoxicillin|metformin|cetirizine|omeprazole",
    "symptom": "a headache|a sore throat|back pain|a rash on my arm|dizziness|a dry cough|stomach cramps|a fever",
    "plant": "basil|orchid|cactus|monstera|rose|tomato plant|ficus|lavender",
    "profession": "nurse|data analyst|carpenter|teacher|chef|software developer|electrician|translator|bus driver|accountant",
    "expense": "groceries|rent|coffee|books|gas|clothes|gifts|travel|eating out|insurance",
    "collection": "customers|orders|users|products|invoices|sensor_data|employees",
    "environment": "production|staging|test|the demo server",
    "code": "A-1042|88213|REF 7719|C-55|20260311|X9Q2|4471|INV-306",
    "level": "3|18|21|40|55|70|100|5|60|22",
    "clock": "at 7|at 6:30|at noon|at 10 pm|at 8 in the morning|at 23:00|at half past five",
}

# Families: things that one can do the same with, so that tools differ in one word alone.
FAMILIES = (
    (
        "meeting room|tennis court|dentist appointment|haircut|yoga class|parking space|guided tour|ferry ticket|theatre seat|piano lesson|desk|projector|moving van|rowing boat|campsite|driving lesson|vaccination slot|photo session|sauna|company car|language course|laboratory|ski pass|museum ticket|car wash|day care place|wine tasting|squash court|hearing test|eye exam",
        """
book_{o} | Book a {o}; Reserve a {o} for a day and time; Makes a booking: {o} | when=moment name?=person | (book|reserve|get) (me |us |)a {o} {when}( for {name}|); I('d like| need| want) a {o} {when}( for {name}|); (can|could) (you|I) (book|have) a {o} {when}?; is there a {o} free {when}? then take it
cancel_{o} | Cancel a booked {o}; Calls off a {o} booking | when?=moment | cancel (my|the|our) {o}( {when}|); I (don't|do not) need the {o} {when} (anymore|any more); call off the {o}( {when}|); please drop my {o} booking
reschedule_{o} | Move a {o} to another time; Change when a booked {o} is | new_time=moment | (move|reschedule|shift|postpone) (my|the|our) {o} to {new_time}; can the {o} be {new_time} instead?; put my {o} off until {new_time}
list_{o}_bookings | List who has booked a {o} and when; Shows all {o} bookings | day?=day | (show|list) (all |)(the |){o} bookings( {day}|); who has (booked |)the {o}( {day}|)?; which {o} have I booked( {day}|)
{o}_price | What a {o} costs; Prices and fees of a {o} | | how (much|expensive) is a {o}?; what does a {o} cost( these days|)?; price of a {o} (please|)
""",
    ),
    (
        "parcel|refund|insurance claim|visa application|support ticket|repair order|job application|tax return|passport renewal|warranty claim|loan application|enrolment|building permit|prescription|print job|complaint|blood test|purchase order|shipment|damage report|leave request|travel grant|export job|safety report|meter reading|backup",
        """
{o}_status | Status of a {o}; How far a {o} is; Looks up a {o} by its number | number=code | (what is|what's) the status of (my |the |){o} {number}?; (how far|where) is {o} {number}?; is (my |the |){o} {number} (done|ready|through) (yet|already)?; any news on {o} {number}
submit_{o} | Submit a new {o}; Create a {o}; Hands in a {o} | note?=topic | (submit|create|file|open|start) a (new |){o}( about {note}|); I (want|need|would like) to (hand in|file|make) a {o}( about {note}|); new {o} (please|)
withdraw_{o} | Withdraw a {o}; Cancel a {o} that is in progress | number=code | (withdraw|cancel|stop|take back) (my |the |){o} {number}; I (changed my mind|made a mistake), cancel {o} {number}
list_open_{o}s | List every {o} that is still open; Overview: {o} | | (show|list|which are) (all |)my open {o}s; how many {o}s are (still |)(open|pending)?; overview of my {o}s
assign_{o} | Give a {o} to somebody to deal with; Assign a {o} | number=code person | (assign|give|hand|forward) {o} {number} to {person}; {person} (should|must) (take|handle) {o} {number}; make {person} responsible for {o} {number}
""",
    ),
    (
        "electricity bill|water bill|gas bill|phone bill|rent|parking fine|tuition fee|council tax|internet bill|gym membership|insurance premium|library fine|road toll|club fee|dog tax|kindergarten fee|heating bill|streaming subscription|church tax|canteen bill",
        """
pay_{o} | Pay the {o}; Settles the {o} | amount?=number:number | pay (my|the) {o}( of {amount}|)( now| please|); I want to (pay|settle) the {o}( over {amount}|); transfer( {amount}|) for the {o}; the {o} is due, pay it
{o}_due | How much the {o} is and when it is due; Amount still owed: {o} | | how (much|high) is (my|the) {o}( this month|)?; when is the {o} due?; what do I owe for the {o}; have I paid my {o} (yet|already)
automate_{o} | Pay the {o} automatically every month; Standing order for the {o} | | (pay|settle) my {o} automatically; set up (a standing order|direct debit|autopay) for the {o}; I (don't|do not) want to think about the {o} every month
{o}_receipt | Download the receipt for the {o}; Proof of payment: {o} | month?=month | (send|get|download) (me |)the receipt (of|for) (my|the) {o}( in {month}|); I need proof that I paid the {o}( in {month}|)
dispute_{o} | Object to the {o} because it is wrong; Complaint about the {o} | reason?=topic | my {o} is (wrong|too high|a mistake), complain; (dispute|contest|challenge) the {o}; object to this {o}
""",
    ),
    (
        "note|bookmark|contact|expense|task|bottle of wine|house plant|workout|meal|medication|birthday|film to watch|customer|invoice|product|quote|subscriber|flash card|photo|project|time entry|vocabulary word|shopping item|goal|habit|playlist|supplier|idea|feed|alarm",
        """
add_{o} | Add a {o}; Save a new {o}; Puts a {o} on the list | text=thing | (add|save|create|put in) (a |the |)(new |){o} {text}; new {o}: {text}; {text} (is|should be) a new {o}, (save|add) it
delete_{o} | Delete a {o}; Remove a {o} from the list | name=thing | (delete|remove|erase|drop) the {o} {name}; I (don't|no longer) need the {o} {name}( any more|); get rid of the {o} called {name}
find_{o} | Find a {o}; Search every saved {o} | query=thing | (find|search for|look for|show) (the |my |a |){o} {query}; do I have a {o} (called|named|about) {query}?; where is the {o} {query}
list_{o}s | List every {o}; Shows all that is saved: {o} | | (list|show|display) (me |)(all |)(my |the |){o}s; which {o}s (do I have|are there|are saved)?; give me an overview of {o}s
count_{o}s | How many there are: {o}; Number of saved items: {o} | | how many {o}s (do I have|are there|did I save)?; count my {o}s; number of {o}s
rename_{o} | Give a {o} another name; Edit the name of a {o} | old_name=thing new_name=thing2 | rename the {o} {old_name} to {new_name}; (call|name) the {o} {old_name} {new_name} from now on; change the {o} {old_name} into {new_name}
export_{o}s | Export every {o} to a file; Download as CSV: {o} | file?=file | export (all |)(my |the |){o}s( to {file}|); (save|write) my {o}s to (a file|{file}); I need my {o}s as a spreadsheet
share_{o} | Share a {o} with somebody; Send a {o} to another person | name=thing person | share the {o} {name} with {person}; send {person} the {o} {name}; let {person} see the {o} {name}
""",
    ),
    (
        "living room lamp|thermostat|air conditioner|garage door|blinds|dishwasher|washing machine|lawn mower|heating|water heater|camera|speaker|tv|fan|humidifier|sprinkler|oven|coffee machine|alarm system|bedroom light|vacuum robot|pool pump|router|printer|electric blanket|aquarium light",
        """
turn_on_{o} | Turn on the {o}; Switches the {o} on | when?=clock | (turn|switch) on the {o}( {when}|); (turn|switch) the {o} on( {when}|); (start|activate) the {o}( {when}|) (please|); I want the {o} (on|running)( {when}|)
turn_off_{o} | Turn off the {o}; Switches the {o} off | when?=clock | (turn|switch|shut) off the {o}( {when}|); (turn|switch) the {o} off( {when}|); stop the {o}( {when}|); no more {o} (please|now)
set_{o} | Set the level of the {o}; Adjust the {o} to a value | level:integer | set the {o} to {level}( percent| degrees|); (put|turn) the {o} (to|at) {level}; I want the {o} at {level}
{o}_state | Whether the {o} is on; State of the {o} | | is the {o} (still |)(on|off|running)?; did I (leave|forget) the {o} on?; what is the {o} doing; state of the {o}
schedule_{o} | Make a schedule for the {o}; Run the {o} every day at a time | time=clock | (run|start|switch on) the {o} every (day|morning|evening) {time}; (plan|schedule) the {o} daily {time}; the {o} should go on each day {time}
{o}_energy | Energy use of the {o}; How much power the {o} needs | day?=day | how much (power|energy|electricity) does the {o} (use|need)?; energy use of the {o}( {day}|); what did the {o} (cost|use) in electricity( {day}|)
""",
    ),
)
POOLS["month"] = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
POOLS["thing"] = (
    "Atlas|garden|Rioja 2015|Lisbon trip|car insurance|Smith & Sons|blue|standing desk|physics|Emma's|"
    "kitchen|winter|vitamin D|pasta|marathon|taxes 2026|bike repair|sourdough|Monday|dragon fruit|"
    "chess club|roof|Casablanca|Novak|birthday party|running shoes|onboarding|Q3|olive oil|library"
)
