"""Words for made-up interfaces: things and what is told of them, by field, and figures; our own."""

# A line of a table is data: it is not broken.

from __future__ import annotations

# A field: things | what can be told of them.
FIELDS = """
biology: gene, protein, cell line, enzyme, bacterium, plant species, fungus, genome, mutation, ecosystem, insect, coral reef, virus strain, bird species, fossil, metabolic pathway | sequence, habitat, expression, structure, population, conservation status, classification, diet, life cycle, mutation rate, distribution, growth conditions, migration pattern
chemistry: compound, molecule, reaction, polymer, acid, alloy, solvent, catalyst, isotope, mineral, crystal, pesticide | boiling point, toxicity, molecular weight, solubility, formula, yield, stability, safety data, bonding, half-life, purity, spectrum
finance: stock, bond, mutual fund, portfolio, loan, mortgage, credit card, savings account, currency pair, invoice, budget, dividend, cryptocurrency wallet, pension plan, hedge fund, option contract | price, interest rate, yield, balance, credit score, risk exposure, volatility, payment history, fees, forecast, return, credit limit, maturity date, performance
sport: football club, marathon, tennis player, swimming event, league, stadium, referee, boxing match, cycling race, gymnast, golf course, training plan, cricket team, hockey game, ski resort, rowing crew | score, ranking, schedule, statistics, roster, transfer fee, injury list, records, results, medals, ticket availability, fan rating
geography: lake, volcano, desert, island, border, glacier, capital, peninsula, time zone, watershed, canyon, national park, coastline, waterfall, rainforest | elevation, depth, area, population, climate zone, coordinates, boundaries, terrain, rainfall, erosion rate, language, neighbours
law: contract, patent, trademark, court case, statute, copyright, custody agreement, will, license, regulation, immigration case, labor dispute, tax code, legal precedent, lawsuit, notary | status, expiry date, terms, ruling, requirements, penalties, owner, filing fee, deadline, jurisdiction, compliance, amendments
medicine: patient, drug, surgery, hospital, symptom, vaccine, allergy, therapy, medical device, blood sample, clinical trial, x-ray, disease, pharmacy, dental implant, health insurance claim | dosage, side effects, diagnosis, interactions, waiting time, recovery time, prescription, risk factors, treatment options, prevalence, test results, contraindications, survival rate
education: course, student, scholarship, exam, teacher, textbook, lesson plan, school district, thesis, language class, kindergarten, degree program, online lecture, quiz, study group, academic journal | syllabus, grades, enrollment, tuition, attendance, deadline, prerequisites, feedback, difficulty level, learning outcomes, curriculum, credits
energy: solar panel, wind turbine, power plant, battery, oil field, gas pipeline, electric grid, nuclear reactor, heat pump, charging station, hydroelectric dam, biofuel, smart meter | output, efficiency, capacity, consumption, emissions, outage, maintenance schedule, load, tariff, reserves, temperature, installation cost
games: character, quest, game server, inventory item, tournament, guild, achievement, level, puzzle, chess opening, card deck, leaderboard, spell, weapon skin, player profile | score, difficulty, stats, strategy, rewards, rarity, ping, damage, rules, ranking, hints, release date
programming: repository, function, database table, API key, container, pull request, unit test, package, compiler, server log, algorithm, cache, deployment, endpoint, regular expression, software license | version, dependencies, coverage, latency, errors, documentation, schema, performance, vulnerabilities, syntax, complexity, usage
travel: flight, hotel, cruise, tour, visa, rental car, train ticket, hostel, campsite, airline, travel insurance, luggage, ferry, itinerary, beach, road trip | price, availability, cancellation policy, duration, amenities, reviews, route, departure time, baggage allowance, rating, stopovers, distance
food: recipe, restaurant, ingredient, wine, cheese, menu, diet plan, bakery, coffee bean, spice, food truck, cocktail, grocery store, allergen, dessert, vegan dish | calories, nutrition facts, cooking time, price, opening hours, origin, pairing, substitutes, taste profile, shelf life, instructions, delivery time
agriculture: crop, farm, tractor, soil sample, orchard, greenhouse, livestock, irrigation system, seed, fertilizer, pest, harvest, beehive, vineyard, dairy cow | yield, moisture, price, planting date, disease risk, growth stage, nutrient content, water needs, health status, feed plan, market value, rotation plan
culture: painting, sculpture, museum, festival, folk dance, opera, poem, novel, film, theatre play, myth, tradition, photograph, art gallery, orchestra, costume, calligraphy style, song | author, meaning, history, style, symbolism, ticket price, exhibition, influence, reviews, genre, plot, cultural significance, soundtrack
astronomy: planet, star, comet, galaxy, telescope, asteroid, satellite, black hole, lunar eclipse, space mission, meteor shower, exoplanet, rocket | orbit, mass, distance, brightness, launch date, visibility, composition, age, trajectory, crew, rotation period, discovery
transport: bus, subway line, bridge, parking lot, truck, cargo ship, bicycle, toll road, traffic light, taxi, airport, freight train, electric scooter, driver, tunnel, drone | location, timetable, delay, fare, capacity, speed, accident history, congestion, fuel usage, inspection date, occupancy, insurance
business: company, customer, supplier, product, employee, meeting, sales lead, warehouse, marketing campaign, brand, startup, trade fair, shareholder, business plan, competitor, franchise, expense report | revenue, profile, satisfaction, stock level, turnover, market share, contact details, salary, feedback, growth, conversion rate, budget, delivery status
home: apartment, house, garden, sofa, kitchen, thermostat, washing machine, roof, light bulb, carpet, swimming pool, fence, air filter, smart lock, bathroom, landlord, tenant | rent, value, dimensions, color, energy use, warranty, repair cost, temperature, humidity, design ideas, floor plan, cleaning schedule
environment: river, forest, air sensor, landfill, wetland, endangered species, carbon credit, ozone layer, water reservoir, wildfire, recycling center, glacier melt, noise level, oil spill, nature reserve | quality, pollution level, temperature, biodiversity, trend, impact, protection status, water level, restoration plan, composition, alerts
government: election, tax, census, law proposal, city council, passport, public budget, ministry, voter, embassy, public park, subsidy, building permit, police report, social benefit, municipality | results, turnout, rate, requirements, approval status, contact, spending, members, eligibility, statistics, opening hours, processing time
media: news article, podcast, video, radio station, blog post, magazine, live stream, advertisement, newsletter, social media post, hashtag, influencer, press release, comment, tv show | views, transcript, engagement, sentiment, audience, summary, trends, duration, followers, publication date, ratings, likes
psychology: personality test, therapy session, emotion, habit, memory exercise, stress level, dream, mood, cognitive skill, meditation, addiction, sleep pattern, self-esteem | score, progress, triggers, duration, recommendations, intensity, history, interpretation, frequency, coping strategies
security: password, firewall, certificate, intrusion, user account, backup, camera, encryption key, malware sample, access badge, phishing email, network port, audit trail | strength, status, expiry, risk level, permissions, location, logs, owner, severity, alerts, rotation schedule
history: battle, empire, king, treaty, ancient city, revolution, monument, dynasty, explorer, manuscript, archaeological site, invention, war, coin | date, causes, consequences, location, leaders, timeline, casualties, artifacts, significance, inventor, ruins
language: word, idiom, dialect, grammar rule, translation, essay, speech, alphabet, accent, phrase, proverb, sign language, document, subtitle | meaning, origin, pronunciation, synonyms, readability, usage, frequency, spelling, tone, examples, word count
construction: building, crane, steel beam, concrete mix, scaffold, construction site, elevator, blueprint, road surface, foundation, insulation, architect, brick wall | strength, cost, progress, safety rating, dimensions, load, inspection, material list, schedule, thickness, permits
family: baby, wedding, pet, dog, cat, birthday, nanny, family tree, school bus, playground, toy, holiday, ancestor, godparent, parenting class, adoption | age, name ideas, vaccination record, gift ideas, guest list, feeding schedule, breed, cost, weight, activities, training tips, relatives
fashion: dress, shoe, watch, perfume, jewelry, fabric, handbag, makeup, hairstyle, tailor, sunglasses, fashion show, jacket | price, size, care instructions, trend, availability, color options, material, reviews, fit, designer, discount
religion and charity: church, mosque, temple, donation, volunteer, nonprofit, pilgrimage, prayer time, food bank, fundraiser, scripture, shelter, monastery | address, schedule, impact, donors, needs, history, visitors, amount raised, volunteers, services
"""

# A field of figures: figure | what it follows from, with their units.
FIGURES = """
geometry: area of a circle | radius (meters)
geometry: area of a triangle | base (cm), height (cm)
geometry: area of a trapezoid | base one (m), base two (m), height (m)
geometry: volume of a sphere | radius (cm)
geometry: volume of a box | length (cm), width (cm), height (cm)
geometry: surface area of a cube | edge length (cm)
geometry: circumference | diameter (m)
geometry: distance between two points | x1, y1, x2, y2
geometry: perimeter of a polygon | sides, side length (cm)
geometry: angle of a regular polygon | sides
geometry: arc length | radius (m), angle (degrees)
algebra: roots of a quadratic equation | a, b, c
algebra: solution of a linear equation | slope, intercept
algebra: greatest common divisor | number1, number2
algebra: factorial | number
algebra: fibonacci number | n
algebra: prime factors | number
algebra: square root | number
algebra: logarithm | value, base
algebra: derivative of a polynomial | degree, coefficient
algebra: determinant of a matrix | a11, a12, a21, a22
statistics: z-score | value, mean, standard deviation
statistics: binomial probability | trials, successes, probability
statistics: sample size | confidence level (percent), margin of error (percent)
statistics: confidence interval | mean, standard deviation, sample size
statistics: poisson probability | rate, occurrences
statistics: correlation strength | covariance, deviation x, deviation y
statistics: bayes probability | prior, likelihood, evidence
physics: kinetic energy | mass (kg), velocity (m/s)
physics: final velocity | initial velocity (m/s), acceleration (m/s2), time (seconds)
physics: displacement | initial speed (m/s), time (s), acceleration (m/s2)
physics: free fall time | height (meters), gravity
physics: electric field | charge (coulombs), distance (meters)
physics: resistance of a wire | resistivity, length (m), area (m2)
physics: magnetic force | current (amperes), field strength (tesla), length (m)
physics: pendulum period | length (m), gravity
physics: projectile range | speed (m/s), angle (degrees)
physics: lens focal length | object distance (cm), image distance (cm)
physics: heat transfer | mass (kg), specific heat, temperature change (degrees)
physics: escape speed | mass (kg), radius (km)
physics: photon energy | wavelength (nm)
physics: torque | force (newtons), lever arm (m)
physics: spring constant | force (newtons), extension (m)
chemistry: ph value | concentration
chemistry: ideal gas pressure | moles, temperature (kelvin), volume (liters)
chemistry: dilution volume | stock concentration, final concentration, final volume (ml)
chemistry: half-life decay | initial amount (grams), half life (years), elapsed time (years)
chemistry: percent yield | actual yield (grams), theoretical yield (grams)
chemistry: molar mass ratio | first mass, second mass
biology: population growth | initial population, growth rate (percent), years
biology: genotype frequency | allele frequency
biology: cell division count | start cells, hours, doubling time (hours)
biology: species diversity index | species count, individuals
medicine: body surface area | weight (kg), height (cm)
medicine: drug dose | weight (kg), dose per kg (mg)
medicine: daily calorie need | age (years), weight (kg), height (cm), activity level
medicine: heart rate zone | age (years), intensity (percent)
medicine: pregnancy week | cycle length (days), days since period (days)
medicine: infusion rate | volume (ml), hours
finance: compound interest | principal (dollars), rate (percent), years, compounds per year
finance: present value | future value (dollars), discount rate (percent), periods
finance: net profit | revenue (dollars), expenses (dollars)
finance: price to earnings ratio | share price (dollars), earnings per share (dollars)
finance: debt ratio | total debt (dollars), total assets (dollars)
finance: annuity payment | present value (dollars), interest rate (percent), number of payments
finance: bond price | face value (dollars), coupon rate (percent), years to maturity
finance: stock return | purchase price (dollars), sale price (dollars), dividends (dollars)
finance: inflation adjusted amount | amount (dollars), inflation rate (percent), years
finance: monthly savings | goal (dollars), months
finance: house affordability | annual income (dollars), down payment (dollars), debts (dollars)
finance: customer lifetime value | average purchase (dollars), purchases per year, customer years
finance: tax refund | income (dollars), tax paid (dollars), deductions (dollars)
finance: retirement savings | age, retirement age, monthly contribution (dollars)
cooking: baking time | weight (kg), oven temperature (degrees)
cooking: recipe scaling factor | servings, wanted servings
cooking: calories of a meal | carbs (grams), protein (grams), fat (grams)
sport: batting average | hits, at bats
sport: marathon finish time | pace (minutes per km), distance (km)
sport: player efficiency | points, rebounds, assists, minutes played
sport: one rep maximum | weight (kg), repetitions
sport: swimming pace | distance (m), minutes
sport: win probability | team rating, opponent rating
energy: solar panel output | panel area (m2), sun hours (hours), efficiency (percent)
energy: battery runtime | capacity (mAh), current draw (mA)
energy: carbon footprint | distance (km), fuel consumption (liters)
energy: electricity bill | usage (kWh), price per unit (cents)
energy: wind power | wind speed (m/s), rotor diameter (m)
energy: payback period | installation cost (dollars), annual savings (dollars)
astronomy: orbital period | semi major axis (AU), star mass
astronomy: light travel time | distance (light years)
astronomy: apparent brightness | luminosity, distance (parsecs)
astronomy: weight on another planet | weight (kg), gravity ratio
geography: map distance | scale, measured length (cm)
geography: travel time | distance (km), average speed (km/h)
geography: slope gradient | height difference (m), horizontal distance (m)
construction: concrete volume | length (m), width (m), depth (m)
construction: brick count | wall length (m), wall height (m)
construction: roof area | house length (m), house width (m), pitch (degrees)
construction: beam load | span (m), weight (kg)
agriculture: seed amount | field area (hectares), row spacing (cm)
agriculture: irrigation volume | field area (hectares), water depth (mm)
agriculture: crop yield per hectare | harvest (tons), area (hectares)
computing: download duration | file size (MB), speed (Mbps)
computing: storage needed | photos, photo size (MB)
computing: subnet hosts | prefix length
computing: password entropy | length, alphabet size
computing: image size | width (pixels), height (pixels), bit depth
computing: binary value | decimal number
games: experience needed | current level, target level
games: damage per second | attack power, attack speed, critical chance (percent)
games: poker odds | outs, cards to come
games: elo change | own rating, opponent rating, k factor
travel: trip budget | days, daily cost (euros), flight price (euros)
travel: fuel cost | distance (km), consumption (liters), fuel price (euros)
business: break even quantity | fixed costs (dollars), unit price (dollars), unit cost (dollars)
business: markup | cost (dollars), selling price (dollars)
business: employee turnover rate | departures, average headcount
business: reorder point | daily demand, lead time (days), safety stock
business: conversion rate | visitors, purchases
education: grade average | total points, number of exams
education: required final score | current grade (percent), wanted grade (percent), final weight (percent)
"""

# Any thing's.
ANY_FACETS = "information, details, status, history, statistics, cost, rating, schedule, location, list, trend, comparison, report, requirements, reviews, availability, risk, recommendation, summary, analysis, category, age, size, quality, ownership, ranking, benefits, standards, guidelines, policy, metadata, popularity"

# What is done: how the name says it | how the description does | how people ask for it.
ACTIONS = """
create, add, new, register, make | Create a new {o}; Registers a new {o}; Add a {o} to the system | create a (new |){o}; I (want|need) a new {o}; set up a {o}; (please |)register a {o}; add a {o}
update, edit, modify, change | Update the details of a {o}; Modify an existing {o}; Changes {o} data | (update|change|edit) the {o}; the {o} has to be changed; I need to modify the {o}
delete, remove, erase | Delete a {o} permanently; Remove a {o} from the system | (delete|remove|get rid of) the {o}; I no longer need the {o}; erase the {o}
book, reserve | Book a {o}; Make a reservation for a {o} | (book|reserve) (me |)a {o}; I'd like to (book|reserve) a {o}; make a reservation for a {o}
analyze, analyse, evaluate, assess | Analyze a {o} to gain insights; Evaluate the performance of a {o}; Assess a {o} | (analyze|evaluate|assess|examine) the {o}; I want (an analysis|an assessment) of the {o}; how (good|healthy) is the {o}
track, monitor, follow | Track a {o} over time; Monitor the progress of a {o} | (track|monitor|keep an eye on|follow) the {o}; I want to follow the {o}; where does the {o} stand
schedule, plan, arrange | Schedule a {o}; Plan and arrange a {o} for a given date | (schedule|plan|arrange) a {o}; put a {o} on the calendar; I have to plan a {o}
compare, contrast | Compare two or more {o}s; Shows the differences between {o}s | (compare|contrast) the {o}s; how do the {o}s differ; which {o} is better
verify, validate, check | Verify the validity of a {o}; Validate a {o} against the rules | (verify|validate|check|confirm) the {o}; is the {o} valid; make sure that the {o} is correct
generate, produce, compose | Generate a {o} from the given input; Automatically produce a {o} | (generate|produce|make) a {o}; I need a {o} generated; come up with a {o}
recommend, suggest | Recommend a {o} based on preferences; Suggests the best {o} for the user | (recommend|suggest) a {o}; which {o} would you (recommend|suggest)?; what {o} is right for me; I am looking for a good {o}
estimate, predict, forecast | Estimate how a {o} will develop; Predict the future of a {o} | (estimate|predict|forecast) (how |)the {o}( will develop|); what will become of the {o}; give me a forecast for the {o}
optimize, improve, tune | Optimize a {o} for better results; Improve the efficiency of a {o} | (optimize|improve|tune) the {o}; make the {o} (better|faster|more efficient); how can I improve the {o}
simulate, model | Simulate a {o} under given conditions; Run a model of a {o} | (simulate|model) a {o}; run a simulation of the {o}; what happens to the {o} if
submit, file, send | Submit a {o} for review; Send in a {o} | (submit|file|hand in|send) the {o}; I want to hand in my {o}; please send off the {o}
assign, allocate | Assign a {o} to a person or team; Allocate a {o} | (assign|allocate|give) the {o}; who gets the {o}, assign it; hand over the {o}
classify, categorize | Classify a {o} by its properties; Determine which category a {o} belongs to | (classify|categorize|sort) the {o}; what kind of {o} is it; which category does the {o} belong to
export, download | Export a {o} to a file; Download {o} data | (export|download|save) the {o}; I need the {o} as a file; let me download the {o}
import, upload | Import a {o} from a file; Upload {o} data | (import|upload|load) the {o}; bring in the {o}; put my {o} into the system
order, purchase, buy | Order a {o} online; Purchase a {o} | (order|buy|purchase) a {o}; I want to buy a {o}; get me a {o}
sell, list_for_sale | Sell a {o} on the market; Offer a {o} for sale | sell (my|the) {o}; I want to (sell|get money for) my {o}; put the {o} up for sale
repair, fix | Request the repair of a {o}; Fix a broken {o} | (repair|fix) the {o}; the {o} is (broken|damaged); my {o} does not work any more
inspect, audit | Inspect a {o} for defects; Carry out an audit of a {o} | (inspect|audit|look over) the {o}; somebody should inspect the {o}; have the {o} checked
share, publish | Share a {o} with others; Publish a {o} for everybody to see | (share|publish|post) the {o}; let others see the {o}; make the {o} public
hire, contract | Hire somebody for a {o}; Find and contract an expert for a {o} | (hire|find) (an expert|somebody) for the {o}; I need (help|a professional) for a {o}
review, rate | Write a review of a {o}; Rate a {o} | (review|rate) the {o}; I want to leave a review for the {o}; give the {o} stars
search, find, lookup, query | Search for a {o} by criteria; Find {o}s that match a query; Query the {o} database | (find|search for|look for) a {o}; (are there|do you have|show me) (any |){o}s; I am looking for a {o}; which {o}s are there
list, get_all, enumerate | List every {o}; Returns all {o}s of a category | (list|show) (me |)all (the |){o}s; what {o}s are there; give me the full list of {o}s
cancel, revoke, terminate | Cancel a {o}; Terminate an active {o} | (cancel|terminate|call off|end) the {o}; I changed my mind about the {o}, cancel it
start, launch, initiate | Start a {o}; Launch a new {o} | (start|launch|initiate|begin) the {o}; get the {o} going; kick off the {o}
detect, identify, recognize | Detect a {o} in the given data; Identify a {o} by its features | (detect|identify|recognize|spot) the {o}; is there a {o} in it; which {o} is this
translate, convert, transform | Convert a {o} into another format; Transform {o} data | (convert|transform|turn) the {o}; I need the {o} in another format
notify, alert, remind | Send a notification about a {o}; Alert the user when a {o} changes | (notify|alert|tell|remind) me (about|of) the {o}; let me know when the {o} changes; I want alerts for the {o}
design, draft, build | Design a {o} according to requirements; Draft a {o} | (design|draft|build) a {o}; I need a design for a {o}; sketch a {o}
protect, secure, encrypt | Protect a {o} against misuse; Secure a {o} with encryption | (protect|secure|encrypt|lock) the {o}; keep the {o} safe; nobody else should get at the {o}
approve, authorize | Approve a pending {o}; Authorize a {o} | (approve|authorize|accept|sign off) the {o}; the {o} is fine, let it pass
summarize, extract | Summarize a {o} in a few sentences; Extract the key points of a {o} | (summarize|sum up) the {o}; what does the {o} say in short; give me the gist of the {o}
diagnose, troubleshoot | Diagnose problems of a {o}; Find out why a {o} fails | (diagnose|troubleshoot) the {o}; why does the {o} fail; something is wrong with the {o}, find out what
donate, support | Donate to a {o}; Give money to support a {o} | (donate to|support|give money to) the {o}; I want to support the {o}
join, enroll, subscribe | Join a {o}; Enroll in a {o}; Subscribe to a {o} | (join|enroll in|sign me up for|subscribe to) the {o}; I want to take part in the {o}
"""

# A word, and others that say the same.
SYNONYMS = """
price: cost, how much to pay for; cost: price, expense; location: place, whereabouts; schedule: timetable, plan; rating: score, stars; history: past, background; status: state, current situation; population: number of inhabitants; information: details, facts, data; details: particulars, info; statistics: numbers, figures; car: vehicle, automobile; house: home, building; apartment: flat; company: firm, business; employee: worker, staff member; film: movie; movie: film; doctor: physician; illness: disease; disease: illness; drug: medicine, medication; hospital: clinic; student: pupil, learner; teacher: instructor; course: class; exam: test; revenue: income, sales; salary: pay, wage; customer: client; product: item, article; meeting: appointment; flight: plane trip; hotel: place to stay; restaurant: place to eat; recipe: way to cook; ingredient: component; reviews: opinions; results: outcome; ranking: place in the table; temperature: heat; speed: how fast; distance: how far; duration: length of time, how long; age: how old; size: how big, dimensions; weight: how heavy, mass; meaning: definition, sense; origin: source, where it comes from; author: writer; song: track; photograph: picture, photo; painting: picture; law: rule; lawsuit: legal case; contract: agreement; requirements: conditions, what is needed; deadline: last date; fees: charges; tariff: rate; emissions: pollution; efficiency: effectiveness; consumption: usage, use; errors: mistakes, bugs; documentation: manual, docs; side effects: unwanted effects; symptoms: signs; risk: danger; benefits: advantages; trend: development, tendency; summary: overview, short version; analysis: breakdown, study; availability: whether it is available; amenities: facilities; rent: monthly payment; bus: coach; bicycle: bike; truck: lorry; subway line: metro line; airport: airfield; baby: infant; pet: animal; garden: yard; sofa: couch; garbage: trash; password: passcode; habitat: living space; diet: food; classification: type; forecast: outlook, prediction; balance: amount on it; route: way; departure time: when it leaves; opening hours: when it is open; calories: energy content; instructions: steps; delay: how late; fare: ticket price; capacity: how many fit in; owner: who owns it; causes: reasons; consequences: effects; date: when it was; leaders: who led it; inventor: who invented it
"""
