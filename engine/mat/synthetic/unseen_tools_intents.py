"""What the tools do that the intents of CLINC150, HWU64, SNIPS, Banking77 and CrossWOZ stand for.

Descriptions in our own words; those of an intent are apart by semicolons. Left out are intents for
which KAgent has tools (days and dates) and small talk.
"""

# A pattern is data: it is not broken over lines.

from __future__ import annotations


def _table(text: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for line in text.strip().splitlines():
        intent, _, described = line.partition(": ")
        found[intent.strip()] = tuple(part.strip() for part in described.split(";"))
    return found


CLINC_TOOLS = _table("""
translate: Translate words or sentences into another language; Says how something is said in a foreign language
transfer: Transfer money between two bank accounts; Moves an amount from one account to another
timer: Set a countdown timer; Starts a timer for some minutes or seconds
definition: Give the meaning of a word; Dictionary lookup: what a word means
insurance_change: Change the insurance plan or start a new one; Sign up for another insurance policy
find_phone: Find a lost phone by making it ring; Locates your phone
travel_alert: Travel warnings and safety alerts for a country; Is it safe to travel to a place
pto_request: Ask for days off work; Submit a request for paid vacation days
improve_credit_score: Advice on how to raise a credit score; Tips for better credit
fun_fact: Tell an interesting or surprising fact about a topic; Random trivia about something
change_language: Change the language that the assistant speaks; Switch the interface language
payday: When the next salary will be paid; Date of the next paycheck
replacement_card_duration: How long a replacement bank card takes to arrive; Delivery time of a new card in place of an old one
application_status: Status of a credit card application; Has my application been approved
flight_status: Live status of a flight: boarding, delays, arrival; Says whether a flight is on time
flip_coin: Flip a coin, heads or tails; Virtual coin toss
change_user_name: Change the name by which the assistant calls the user; Set what you are called
shopping_list_update: Add items to the shopping list or remove them; Edit the shopping list
oil_change_how: Instructions for changing a car's oil; How to do an oil change
restaurant_reservation: Reserve a table at a restaurant; Book dinner for some people at a time
balance: Show the balance of a bank account; How much money is in an account
confirm_reservation: Check that a restaurant reservation is in the book; Verify an existing reservation
freeze_account: Block a bank account for a while; Put a hold on a bank account
rollover_401k: How to roll over a 401k retirement account; Moving retirement savings to another plan
distance: How far away a place is, or how long it takes to get there; Travel distance and time between places
user_name: Say the name that the assistant knows the user by; What am I called
timezone: Which time zone a place is in; Time zone of a city
next_song: Skip to the next song; Play the following track
transactions: List recent transactions of a bank account; Latest purchases and payments on an account
restaurant_suggestion: Suggest restaurants nearby or of a cuisine; Recommends where to eat
rewards_balance: Show the reward points on a credit card; How many points or miles have been collected
pay_bill: Pay a bill; Settles an invoice, such as electricity or phone
spending_history: How much was spent on a kind of thing; Summary of past spending by category
pto_request_status: Whether a request for days off was approved; Status of a vacation request
credit_score: Show the user's credit score; What is my credit rating
new_card: Apply for a new credit card; Request another credit card
lost_luggage: Report or track luggage that an airline lost; Help with missing bags
repeat: Repeat what was said last; Say that again
mpg: Fuel economy of a car in miles per gallon; How far a car goes on a gallon
oil_change_when: When the car's oil is due to be changed; Next date of an oil change
travel_suggestion: Suggest sights and things to do at a travel destination; What to see in a city
insurance: What the insurance policy covers and its benefits; Details of the health plan
todo_list_update: Add tasks to the to-do list or remove them; Edit the to-do list
reminder: List the reminders that are set; What did I want to be reminded of
change_speed: Make the assistant speak faster or slower; Speech rate of the voice
tire_pressure: Read the pressure of the tires; How much air is in the tires
apr: Annual interest rate of a credit card; Shows the APR on a card
nutrition_info: Nutrition facts of a food: fat, sugar, vitamins; How healthy is a food
calendar: Show the appointments on the calendar; What is planned for a day
uber: Order a ride with a driver; Call a taxi to a place
calculator: Evaluate arithmetic: sums, products, roots, percentages; Computes the value of an expression
carry_on: Carry-on luggage rules of an airline; Size and number of cabin bags allowed
pto_used: How many days off have been taken so far; Vacation days used this year
schedule_maintenance: Book an appointment for car service; Schedule a visit to the garage
travel_notification: Tell the bank about a trip abroad; Travel notice for cards
sync_device: Connect the assistant with a phone or other device; Pair and sync a device
roll_dice: Roll dice with a number of sides; Random dice throw
food_last: How long food stays good; Shelf life of groceries and leftovers
cook_time: How long a dish must cook or bake; Cooking time of a food
reminder_update: Set a reminder for something to do; Create a new reminder
report_lost_card: Report a lost or stolen credit card; Tell the bank that a card is missing
ingredient_substitution: What can replace an ingredient in cooking; Substitutes for ingredients
make_call: Phone somebody; Place a call to a contact
alarm: Set an alarm clock; Wakes the user at a time
todo_list: Read out the to-do list; Which tasks are still open
change_accent: Change the accent or gender of the assistant's voice; Use another voice
w2: Where to find the W-2 tax form; Help with the W-2 form
bill_due: When a bill must be paid; Due date of a bill
calories: Number of calories in a food; Calorie counter
damaged_card: Replace a bank card that is broken or unreadable; Report a damaged card
restaurant_reviews: Reviews and ratings of a restaurant; What guests say about a restaurant
routing: Routing number of a bank; Find the bank's routing number
schedule_meeting: Put a meeting with somebody on the schedule; Arrange a meeting or a room for it
gas_type: Which fuel a car needs; Kind of gasoline for the car
plug_type: Electric plugs and voltage in a country; Do I need a socket adapter
tire_change: How to change a tire; Steps for putting on the spare wheel
exchange_rate: Exchange rate between two currencies; How much one currency is worth in another
change_volume: Set how loud the speaker is; Turn the volume up or down
credit_limit: Show the limit of a credit card; How much can be charged to a card
how_busy: How crowded a restaurant is at a time; Waiting time for a table
accept_reservations: Whether a restaurant takes reservations; Can one book a table there
order_status: Where an order is and when it arrives; Track an online purchase
pin_change: Change the PIN of a bank account; Set a new PIN code
account_blocked: Why a bank account is blocked; Explains a hold on an account
what_song: Name the song that is playing; Music recognition
international_fees: Fees for using a card abroad; Foreign transaction charges
last_maintenance: When the car was last serviced; Date of the last car inspection
meeting_schedule: When meetings take place; Lists today's meetings
ingredients_list: Ingredients needed for a dish; What goes into a recipe
report_fraud: Report a suspicious transaction; Alert the bank to fraud
measurement_conversion: Convert between units such as inches, cups and liters; Unit converter
smart_home: Control lights, thermostat and appliances at home; Home automation commands
book_hotel: Book a hotel room; Find a room in a city for some nights
current_location: Say where the user is; Gives the present address or coordinates
weather: Weather forecast for a place and day; Temperature, rain and wind
taxes: Help with taxes: amounts, deductions, deadlines; How much tax is owed
min_payment: Least amount to pay on a bill; Minimum payment due
whisper_mode: Make the assistant whisper; Quiet speech on or off
international_visa: Whether a visa is needed for a country; Visa rules for travellers
vaccines: Vaccinations needed before a trip; Which shots a country requires
pto_balance: How many days off are left; Remaining vacation days
directions: Directions to a place; Route by car, foot or bus
spelling: Spell a word; How a word is written
reset_settings: Reset the device to factory settings; Restore defaults
direct_deposit: Set up direct deposit of a salary; Help with having wages paid into an account
interest_rate: Interest rate of a savings account or loan; What interest is paid
credit_limit_change: Ask for a higher credit limit; Raise the limit of a card
book_flight: Book a flight between cities; Buy plane tickets for a date
shopping_list: Read out the shopping list; What is on the grocery list
text: Send a text message to somebody; SMS to a contact
bill_balance: How much is owed on a bill; Amount of the current bill
share_location: Send the present location to somebody; Share where you are with a contact
redeem_rewards: Use credit card points or miles; How to cash in rewards
play_music: Play music by artist, genre or title; Starts a song or playlist
calendar_update: Add an event to the calendar or delete one; Change calendar entries
gas: Fuel level of the car; How much gas is left in the tank
expiration_date: When a bank card expires; Expiry month of a card
update_playlist: Add a song to a playlist; Edit a music playlist
cancel_reservation: Cancel a restaurant reservation; Call off a booked table
change_ai_name: Give the assistant another name; Rename the assistant
car_rental: Rent a car in a city for some days; Car hire booking
jump_start: How to jump-start a car; Help with a dead battery
meal_suggestion: Suggest what to cook or eat; Ideas for dinner
recipe: Recipe for a dish with steps; How to cook something
income: What the user earns; Show the salary
order: Order a product from a shop; Buy goods online
traffic: Traffic on a road or route; Is there a jam on the way
order_checks: Order a new checkbook; How to get more checks
card_declined: Why a card was declined; Help with a payment that was refused
""")

HWU_TOOLS = _table("""
alarm_query: Show the alarms that are set; Which alarms are on
alarm_set: Set an alarm for a time; New wake-up alarm
alarm_remove: Remove an alarm; Turn an alarm off for good
audio_volume_mute: Mute the sound; Silence the speaker
audio_volume_up: Make the sound louder; Raise the volume
audio_volume_down: Make the sound quieter; Lower the volume
calendar_query: Look up events in the calendar; When is an appointment
calendar_set: Put an event or meeting into the calendar; Schedule an appointment with reminder
calendar_remove: Delete an event from the calendar; Cancel an appointment
cooking_recipe: How to cook a dish; Recipes and cooking tips
datetime_convert: Convert a time to another time zone; What time is it there when it is some time here
email_query: Look through the mailbox for emails; Any new mail from somebody
email_sendemail: Send an email or reply to one; Write a mail to a contact
email_querycontact: Look up a contact's number or address; Address book search
email_addcontact: Add an email address to the contacts; Save a new contact
iot_cleaning: Start the robot vacuum cleaner; Clean the floor
iot_coffee: Make coffee with the coffee machine; Brew a cup of coffee
iot_hue_lightchange: Change the color of the lights; Set lights to a color
iot_hue_lightoff: Switch the lights off; Turn off a lamp in a room
iot_hue_lighton: Switch the lights on; Turn on a lamp in a room
iot_hue_lightup: Make the lights brighter; Increase brightness of lamps
iot_hue_lightdim: Dim the lights; Lower the brightness of lamps
iot_wemo_off: Switch the smart plug off; Turn off the power socket
iot_wemo_on: Switch the smart plug on; Turn on the power socket
lists_createoradd: Make a list or add an item to one; New entry on a list
lists_query: Read out a list; What is on my lists
lists_remove: Delete a list or an item of it; Take something off a list
music_likeness: Remember that the user likes a song; Save a favorite song or rate it
music_query: Information about the song that is playing; Which artist or title is this
music_settings: Shuffle, repeat and other player settings; Configure the music player
news_query: Read the latest news about a topic; Headlines of the day
play_audiobook: Play or resume an audiobook; Read a book aloud
play_game: Start a game; Play a game with the user
play_music: Play songs by artist, genre or playlist; Music player
play_podcasts: Play a podcast episode; Start the newest podcast
play_radio: Tune in to a radio station; Listen to radio
qa_currency: Exchange rates and currency conversion; How much is an amount in another currency
qa_definition: Define a word or term; Explains what something is
qa_maths: Solve arithmetic problems; Calculator
qa_stock: Stock price of a company; How are shares doing
recommendation_events: Find events nearby such as concerts; What is on tonight
recommendation_locations: Find shops, bars and places nearby; Recommends places to go
recommendation_movies: Recommend movies playing in cinemas; Which films are on
social_post: Post on a social network; Send a tweet or complaint
social_query: Read what is new on social networks; Show my feed and trending topics
takeaway_order: Order food for delivery; Get a pizza brought home
takeaway_query: Whether a restaurant delivers, and where an order is; Takeaway information
transport_query: Train and bus times and directions; When does the next train leave
transport_taxi: Call a taxi; Book a cab to a place
transport_ticket: Buy a train ticket; Book tickets for a journey
transport_traffic: Traffic conditions; How long does the commute take
weather_query: Weather forecast; Will it rain, how warm is it
""")

SNIPS_TOOLS = _table("""
AddToPlaylist: Add a song, album or artist to a playlist; Puts music onto one of the user's playlists
BookRestaurant: Book a table at a restaurant or bar; Makes a reservation for a party of people
GetWeather: Get the weather for a place and time; Weather forecast by city, state or country
PlayMusic: Play a song, album or artist on a music service; Starts music playback
RateBook: Rate a book or novel; Gives a number of stars or points to a book
SearchCreativeWork: Find a creative work such as a film, song, book, game or picture; Looks up a work by its title
SearchScreeningEvent: Find movie times and cinemas; When and where a film is shown
""")

BANKING_SUBJECTS = {
    "card_arrival": "a card that has not arrived yet",
    "card_linking": "adding an existing card to the app",
    "card_payment_wrong_exchange_rate": "a wrong exchange rate on a card payment",
    "extra_charge_on_statement": "an unexpected fee on the statement",
    "fiat_currency_support": "which currencies can be held and exchanged",
    "card_delivery_estimate": "how long delivery of a card takes",
    "exchange_via_app": "exchanging currencies in the app",
    "age_limit": "the age needed to open an account",
    "pin_blocked": "a PIN that is blocked after wrong tries",
    "contactless_not_working": "contactless payments that do not work",
    "top_up_by_bank_transfer_charge": "fees for adding money by bank transfer",
    "wrong_amount_of_cash_received": "an ATM that gave the wrong amount of cash",
    "card_payment_fee_charged": "a fee charged for paying by card",
    "transfer_not_received_by_recipient": "a transfer that the recipient never got",
    "getting_virtual_card": "getting a virtual card",
    "card_acceptance": "where the card is accepted",
    "top_up_reverted": "a top-up that was cancelled or returned",
    "card_payment_not_recognised": "a card payment the customer does not recognize",
    "edit_personal_details": "changing name, address or other personal details",
    "why_verify_identity": "why an identity check is needed",
    "get_physical_card": "getting the PIN of a physical card",
    "visa_or_mastercard": "choosing between Visa and Mastercard",
    "compromised_card": "a card that somebody else is using",
    "atm_support": "which cash machines can be used",
    "direct_debit_payment_not_recognised": "an unknown direct debit",
    "passcode_forgotten": "a forgotten app passcode",
    "request_refund": "asking for money back for a purchase",
    "card_swallowed": "a card kept by an ATM",
    "transaction_charged_twice": "a payment that was charged twice",
    "verify_source_of_funds": "proving where the money comes from",
    "transfer_timing": "how long transfers take",
    "beneficiary_not_allowed": "a recipient to whom transfers are refused",
    "transfer_into_account": "moving money into the account",
    "getting_spare_card": "getting a second card",
    "activate_my_card": "activating a new card",
    "card_about_to_expire": "a card that expires soon",
    "apple_pay_or_google_pay": "adding money with Apple Pay or Google Pay",
    "country_support": "countries in which the service is available",
}

CROSSWOZ_TOOLS = {
    "餐馆": (
        ("find_restaurant", "search_restaurants", "restaurant_info"),
        ("按菜品、人均消费和评分查找餐馆", "餐馆查询：推荐菜、价格、地址、电话", "推荐北京的餐馆"),
    ),
    "景点": (
        ("find_attraction", "search_sights", "attraction_info"),
        ("按门票、评分和游玩时间查找景点", "景点查询：门票、地址、电话、周边", "推荐好玩的地方"),
    ),
    "酒店": (
        ("find_hotel", "search_hotels", "hotel_info"),
        ("按类型、价格、评分和设施查找酒店", "酒店查询：价格、地址、电话、设施", "推荐住宿"),
    ),
    "地铁": (
        ("metro_route", "find_subway", "subway_stations"),
        ("查从一地到另一地的地铁站", "地铁查询：出发地和目的地附近的站"),
    ),
    "出租": (
        ("call_taxi", "order_taxi", "taxi_info"),
        ("叫一辆从一地到另一地的出租车", "打车：返回车型和车牌"),
    ),
}
CROSSWOZ_ARGUMENTS = {
    "餐馆": {"名称": "name", "推荐菜": "dish", "人均消费": "price", "评分": "rating"},
    "景点": {"名称": "name", "门票": "ticket_price", "评分": "rating", "游玩时间": "duration"},
    "酒店": {"名称": "name", "酒店类型": "hotel_type", "价格": "price", "评分": "rating"},
    "地铁": {"出发地": "departure", "目的地": "destination"},
    "出租": {"出发地": "departure", "目的地": "destination"},
}
