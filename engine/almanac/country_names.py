"""The countries and territories whose public holidays are known, by their names.

Codes are those of ISO 3166; names follow Unicode's CLDR (licence Unicode-3.0).
"""

from __future__ import annotations

# code | English name | Chinese name | other names, and what is of the country ("German").
COUNTRY_NAMES = """
AD|Andorra|安道尔
AE|United Arab Emirates|阿联酋|uae|emirates|emirati|阿拉伯联合酋长国
AF|Afghanistan|阿富汗
AG|Antigua and Barbuda|安提瓜和巴布达
AI|Anguilla|安圭拉
AL|Albania|阿尔巴尼亚|albanian
AM|Armenia|亚美尼亚|armenian
AO|Angola|安哥拉
AQ|Antarctica|南极洲
AR|Argentina|阿根廷|argentinian|argentine
AS|American Samoa|美属萨摩亚
AT|Austria|奥地利|austrian|österreich
AU|Australia|澳大利亚|australian|澳洲
AW|Aruba|阿鲁巴
AX|Åland Islands|奥兰群岛
AZ|Azerbaijan|阿塞拜疆|azerbaijani
BA|Bosnia and Herzegovina|波斯尼亚和黑塞哥维那|bosnia|波黑
BB|Barbados|巴巴多斯
BD|Bangladesh|孟加拉国|bangladeshi|孟加拉
BE|Belgium|比利时|belgian|belgique|belgië
BF|Burkina Faso|布基纳法索
BG|Bulgaria|保加利亚|bulgarian
BH|Bahrain|巴林
BI|Burundi|布隆迪
BJ|Benin|贝宁
BL|Saint Barthélemy|圣巴泰勒米
BM|Bermuda|百慕大
BN|Brunei|文莱
BO|Bolivia|玻利维亚
BQ|Caribbean Netherlands|荷属加勒比区
BR|Brazil|巴西|brazilian|brasil
BS|Bahamas|巴哈马
BT|Bhutan|不丹
BV|Bouvet Island|布韦岛
BW|Botswana|博茨瓦纳
BY|Belarus|白俄罗斯|belarusian
BZ|Belize|伯利兹
CA|Canada|加拿大|canadian
CC|Cocos Islands|科科斯（基林）群岛
CD|Democratic Republic of the Congo|刚果（金）|congo|drc|congo kinshasa|刚果民主共和国
CF|Central African Republic|中非共和国
CG|Republic of the Congo|刚果（布）|congo brazzaville|刚果共和国
CH|Switzerland|瑞士|swiss|schweiz|suisse
CI|Côte d'Ivoire|科特迪瓦|ivory coast|象牙海岸
CK|Cook Islands|库克群岛
CL|Chile|智利|chilean
CM|Cameroon|喀麦隆
CN|China|中国|chinese|prc|mainland china|people's republic of china|中国大陆|大陆|\
中华人民共和国|中国内地|国内|我国
CO|Colombia|哥伦比亚|colombian
CR|Costa Rica|哥斯达黎加|costa rican
CU|Cuba|古巴|cuban
CV|Cape Verde|佛得角|cabo verde
CW|Curaçao|库拉索
CX|Christmas Island|圣诞岛
CY|Cyprus|塞浦路斯|cypriot
CZ|Czechia|捷克|czech republic|czech|捷克共和国
DE|Germany|德国|german|deutschland|federal republic of germany
DJ|Djibouti|吉布提
DK|Denmark|丹麦|danish|danmark
DM|Dominica|多米尼克
DO|Dominican Republic|多米尼加共和国|dominican|多米尼加
DZ|Algeria|阿尔及利亚|algerian
EC|Ecuador|厄瓜多尔|ecuadorian
EE|Estonia|爱沙尼亚|estonian
EG|Egypt|埃及|egyptian
EH|Western Sahara|西撒哈拉
ER|Eritrea|厄立特里亚
ES|Spain|西班牙|spanish|españa
ET|Ethiopia|埃塞俄比亚|ethiopian
FI|Finland|芬兰|finnish|suomi
FJ|Fiji|斐济
FK|Falkland Islands|福克兰群岛
FM|Micronesia|密克罗尼西亚
FO|Faroe Islands|法罗群岛
FR|France|法国|french|法兰西
GA|Gabon|加蓬
GB|United Kingdom|英国|uk|u.k.|great britain|britain|british|大不列颠|联合王国
GD|Grenada|格林纳达
GE|Georgia|格鲁吉亚|georgian
GF|French Guiana|法属圭亚那
GG|Guernsey|根西岛
GH|Ghana|加纳|ghanaian
GI|Gibraltar|直布罗陀
GL|Greenland|格陵兰
GM|Gambia|冈比亚
GN|Guinea|几内亚
GP|Guadeloupe|瓜德罗普
GQ|Equatorial Guinea|赤道几内亚
GR|Greece|希腊|greek|hellas
GS|South Georgia|南乔治亚
GT|Guatemala|危地马拉
GU|Guam|关岛
GW|Guinea-Bissau|几内亚比绍
GY|Guyana|圭亚那
HK|Hong Kong|香港|hong kong sar|hongkong|中国香港
HM|Heard Island|赫德岛和麦克唐纳群岛
HN|Honduras|洪都拉斯
HR|Croatia|克罗地亚|croatian
HT|Haiti|海地
HU|Hungary|匈牙利|hungarian
ID|Indonesia|印度尼西亚|indonesian|印尼
IE|Ireland|爱尔兰|irish|republic of ireland|éire
IL|Israel|以色列|israeli
IM|Isle of Man|马恩岛
IN|India|印度|indian|bharat
IO|British Indian Ocean Territory|英属印度洋领地
IQ|Iraq|伊拉克|iraqi
IR|Iran|伊朗|iranian|persia
IS|Iceland|冰岛|icelandic
IT|Italy|意大利|italian|italia
JE|Jersey|泽西岛
JM|Jamaica|牙买加|jamaican
JO|Jordan|约旦|jordanian
JP|Japan|日本|japanese|日本国|nippon
KE|Kenya|肯尼亚|kenyan
KG|Kyrgyzstan|吉尔吉斯斯坦
KH|Cambodia|柬埔寨|cambodian
KI|Kiribati|基里巴斯
KM|Comoros|科摩罗
KN|Saint Kitts and Nevis|圣基茨和尼维斯
KP|North Korea|朝鲜|north korean|dprk|北朝鲜
KR|South Korea|韩国|korea|korean|south korean|republic of korea|南韩|大韩民国
KW|Kuwait|科威特|kuwaiti
KY|Cayman Islands|开曼群岛
KZ|Kazakhstan|哈萨克斯坦|kazakh
LA|Laos|老挝|laotian|lao
LB|Lebanon|黎巴嫩|lebanese
LC|Saint Lucia|圣卢西亚
LI|Liechtenstein|列支敦士登
LK|Sri Lanka|斯里兰卡|sri lankan
LR|Liberia|利比里亚
LS|Lesotho|莱索托
LT|Lithuania|立陶宛|lithuanian
LU|Luxembourg|卢森堡|luxemburg
LV|Latvia|拉脱维亚|latvian
LY|Libya|利比亚
MA|Morocco|摩洛哥|moroccan
MC|Monaco|摩纳哥
MD|Moldova|摩尔多瓦|moldovan
ME|Montenegro|黑山|montenegrin
MF|Saint Martin|法属圣马丁
MG|Madagascar|马达加斯加
MH|Marshall Islands|马绍尔群岛
MK|North Macedonia|北马其顿|macedonia|马其顿
ML|Mali|马里
MM|Myanmar|缅甸|burma|burmese
MN|Mongolia|蒙古|mongolian|蒙古国|外蒙古
MO|Macao|澳门|macau|macao sar|中国澳门
MP|Northern Mariana Islands|北马里亚纳群岛
MQ|Martinique|马提尼克
MR|Mauritania|毛里塔尼亚
MS|Montserrat|蒙特塞拉特
MT|Malta|马耳他
MU|Mauritius|毛里求斯
MV|Maldives|马尔代夫
MW|Malawi|马拉维
MX|Mexico|墨西哥|mexican|méxico
MY|Malaysia|马来西亚|malaysian|大马
MZ|Mozambique|莫桑比克
NA|Namibia|纳米比亚
NC|New Caledonia|新喀里多尼亚
NE|Niger|尼日尔
NF|Norfolk Island|诺福克岛
NG|Nigeria|尼日利亚|nigerian
NI|Nicaragua|尼加拉瓜
NL|Netherlands|荷兰|dutch|holland|the netherlands|nederland|尼德兰
NO|Norway|挪威|norwegian|norge
NP|Nepal|尼泊尔|nepali|nepalese
NR|Nauru|瑙鲁
NU|Niue|纽埃
NZ|New Zealand|新西兰|new zealander|aotearoa|纽西兰
OM|Oman|阿曼
PA|Panama|巴拿马|panamanian
PE|Peru|秘鲁|peruvian
PF|French Polynesia|法属波利尼西亚
PG|Papua New Guinea|巴布亚新几内亚
PH|Philippines|菲律宾|philippine|filipino
PK|Pakistan|巴基斯坦|pakistani
PL|Poland|波兰|polish|polska
PM|Saint Pierre and Miquelon|圣皮埃尔和密克隆群岛
PN|Pitcairn Islands|皮特凯恩群岛
PR|Puerto Rico|波多黎各
PS|Palestine|巴勒斯坦|palestinian|palestinian territories
PT|Portugal|葡萄牙|portuguese
PW|Palau|帕劳
PY|Paraguay|巴拉圭
QA|Qatar|卡塔尔|qatari
RE|Réunion|留尼汪
RO|Romania|罗马尼亚|romanian
RS|Serbia|塞尔维亚|serbian
RU|Russia|俄罗斯|russian|russian federation|俄国|俄罗斯联邦
RW|Rwanda|卢旺达
SA|Saudi Arabia|沙特阿拉伯|saudi|saudi arabian|沙特
SB|Solomon Islands|所罗门群岛
SC|Seychelles|塞舌尔
SD|Sudan|苏丹
SE|Sweden|瑞典|swedish|sverige
SG|Singapore|新加坡|singaporean|狮城
SH|Saint Helena|圣赫勒拿
SI|Slovenia|斯洛文尼亚|slovenian
SJ|Svalbard|斯瓦尔巴和扬马延
SK|Slovakia|斯洛伐克|slovak|slovak republic
SL|Sierra Leone|塞拉利昂
SM|San Marino|圣马力诺
SN|Senegal|塞内加尔
SO|Somalia|索马里
SR|Suriname|苏里南
SS|South Sudan|南苏丹
ST|São Tomé and Príncipe|圣多美和普林西比
SV|El Salvador|萨尔瓦多
SX|Sint Maarten|荷属圣马丁
SY|Syria|叙利亚|syrian
SZ|Eswatini|斯威士兰|swaziland
TC|Turks and Caicos Islands|特克斯和凯科斯群岛
TD|Chad|乍得
TF|French Southern Territories|法属南部领地
TG|Togo|多哥
TH|Thailand|泰国|thai
TJ|Tajikistan|塔吉克斯坦
TK|Tokelau|托克劳
TL|Timor-Leste|东帝汶|east timor
TM|Turkmenistan|土库曼斯坦
TN|Tunisia|突尼斯|tunisian
TO|Tonga|汤加
TR|Türkiye|土耳其|turkey|turkish
TT|Trinidad and Tobago|特立尼达和多巴哥
TV|Tuvalu|图瓦卢
TW|Taiwan|台湾|taiwanese|中国台湾|台灣|republic of china
TZ|Tanzania|坦桑尼亚|tanzanian
UA|Ukraine|乌克兰|ukrainian
UG|Uganda|乌干达
UM|US Outlying Islands|美国本土外小岛屿
US|United States|美国|usa|u.s.|u.s.a.|america|american|united states of america|states|\
美利坚合众国|美利坚
UY|Uruguay|乌拉圭|uruguayan
UZ|Uzbekistan|乌兹别克斯坦|uzbek
VA|Vatican City|梵蒂冈|vatican|holy see|梵蒂冈城国
VC|Saint Vincent and the Grenadines|圣文森特和格林纳丁斯
VE|Venezuela|委内瑞拉|venezuelan
VG|British Virgin Islands|英属维尔京群岛
VI|US Virgin Islands|美属维尔京群岛
VN|Vietnam|越南|vietnamese|viet nam
VU|Vanuatu|瓦努阿图
WF|Wallis and Futuna|瓦利斯和富图纳
WS|Samoa|萨摩亚
XK|Kosovo|科索沃
YE|Yemen|也门
YT|Mayotte|马约特
ZA|South Africa|南非|south african
ZM|Zambia|赞比亚
ZW|Zimbabwe|津巴布韦|zimbabwean
"""

# Parts of countries by names that the `holidays` package does not know them by. A part is written
# as its country's code, a hyphen and its own: US-CA. An official name comes first.
SUBDIVISION_NAMES = """
AT-9|Vienna|维也纳
AU-ACT|Australian Capital Territory|首都领地
AU-NSW|New South Wales|新南威尔士|新南威尔士州
AU-QLD|Queensland|昆士兰|昆士兰州
AU-SA|South Australia|南澳大利亚|南澳
AU-TAS|Tasmania|塔斯马尼亚
AU-VIC|Victoria|维多利亚|维多利亚州
AU-WA|Western Australia|西澳大利亚|西澳
CA-AB|Alberta|阿尔伯塔|艾伯塔|阿尔伯塔省
CA-BC|British Columbia|不列颠哥伦比亚|卑诗省|不列颠哥伦比亚省
CA-ON|Ontario|安大略|安大略省|安省
CA-QC|Quebec|魁北克|魁北克省
CH-GE|Geneva|日内瓦
CH-ZH|Zurich|苏黎世
DE-BW|Baden-Württemberg|巴登-符腾堡|巴登符腾堡|baden-wuerttemberg
DE-BY|Bavaria|巴伐利亚|巴伐利亚州|bavarian
DE-BE|Berlin|柏林
DE-HB|Bremen|不来梅
DE-HE|Hesse|黑森|黑森州
DE-HH|Hamburg|汉堡
DE-NI|Lower Saxony|下萨克森|下萨克森州
DE-NW|North Rhine-Westphalia|北莱茵-威斯特法伦|北威州|nrw
DE-RP|Rhineland-Palatinate|莱茵兰-普法尔茨
DE-SN|Saxony|萨克森|萨克森州
DE-ST|Saxony-Anhalt|萨克森-安哈尔特
DE-TH|Thuringia|图林根|图林根州
ES-AN|Andalusia|安达卢西亚
ES-CT|Catalonia|加泰罗尼亚
ES-MD|Madrid|马德里
ES-PV|Basque Country|巴斯克
FR-6AE|Alsace|阿尔萨斯
GB-ENG|England|英格兰|english
GB-NIR|Northern Ireland|北爱尔兰|northern irish
GB-SCT|Scotland|苏格兰|scottish
GB-WLS|Wales|威尔士|welsh
US-AK|Alaska|阿拉斯加|阿拉斯加州
US-CA|California|加利福尼亚|加州|加利福尼亚州|californian
US-DC|District of Columbia|哥伦比亚特区|华盛顿特区|washington dc|washington d.c.
US-FL|Florida|佛罗里达|佛罗里达州|佛州
US-HI|Hawaii|夏威夷|夏威夷州
US-IL|Illinois|伊利诺伊|伊利诺伊州
US-MA|Massachusetts|马萨诸塞|麻省|马萨诸塞州|麻州
US-NY|New York|纽约|纽约州|new york state
US-TX|Texas|得克萨斯|德州|得州|得克萨斯州|texan
US-WA|Washington|华盛顿州|washington state
"""
