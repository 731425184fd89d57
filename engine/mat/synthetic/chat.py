"""Small talk and orders that need no tool, with the reply to each kind in our own words."""

from __future__ import annotations

from collections.abc import Mapping

from engine.events import Language
from engine.mat.synthetic.phrasings import en_near_talk, en_talk, zh_near_talk, zh_talk

# One sentence for the kinds that a small model would confuse.
_WHO: dict[Language, str] = {
    "en": "I am KAgent, an open-source program with a small language model of its own, running on your computer.",
    "zh": "我是 KAgent，一个带有小语言模型的开源程序，在你自己的电脑上运行。",
}
REPLIES: dict[str, dict[Language, str]] = {
    "greeting": {
        "en": "Hello! Ask me about your documents, or about dates and holidays.",
        "zh": zh_talk.REPLIES["greeting"],
    },
    "how_are_you": {
        "en": "I am fine, thank you. What would you like to know?",
        "zh": zh_talk.REPLIES["how_are_you"],
    },
    "goodbye": {
        "en": "Goodbye! Everything you added stays on this computer.",
        "zh": zh_talk.REPLIES["goodbye"],
    },
    "thanks": {"en": "You are welcome.", "zh": zh_talk.REPLIES["thanks"]},
    "name": _WHO,
    "maker": _WHO,
    "bot": _WHO,
    "capabilities": {
        "en": "I can search the documents you add and quote them, count days, look up the calendar, holidays and solar terms, and the web and the weather when you allow it.",
        "zh": zh_talk.REPLIES["capabilities"],
    },
    "personal": {
        "en": "I am a program, so I have no age, home, family or hobbies.",
        "zh": zh_talk.REPLIES["personal"],
    },
    "meaning": {
        "en": "People have answered that in many ways; I am too small a model to settle it.",
        "zh": zh_talk.REPLIES["meaning"],
    },
    "joke": {
        "en": "I asked my calendar for a date. It gave me thirty.",
        "zh": zh_talk.REPLIES["joke"],
    },
    "acknowledge": {"en": "All right.", "zh": zh_talk.REPLIES["acknowledge"]},
    "praise": {"en": "Thank you, I am glad it helped.", "zh": zh_talk.REPLIES["praise"]},
    "cannot": {
        "en": "I have no tool for that. I can search your documents and answer questions about dates.",
        "zh": zh_talk.REPLIES["cannot"],
    },
    "weather": {
        "en": "The weather needs the internet, which is off; to allow it, add --online.",
        "zh": zh_talk.REPLIES["weather"],
    },
    "weather_where": {
        "en": "Name a place, and I look up its weather.",
        "zh": zh_talk.REPLIES["weather_where"],
    },
    "feelings": {
        "en": "Thank you for telling me. I am only a program, but I am here when you want to ask something.",
        "zh": zh_talk.REPLIES["feelings"],
    },
    "insult": {
        "en": "I am sorry that I was of no help. Please say it in other words.",
        "zh": zh_talk.REPLIES["insult"],
    },
    "gibberish": {
        "en": "I did not understand that. Please ask a question.",
        "zh": zh_talk.REPLIES["gibberish"],
    },
    "privacy": {
        "en": "Your documents and questions stay on this computer; the web is only asked when you allow it.",
        "zh": zh_talk.REPLIES["privacy"],
    },
    "arithmetic": {
        "en": "I do not calculate with numbers; I only count days.",
        "zh": zh_talk.REPLIES["arithmetic"],
    },
}

CLINC_KINDS = {
    "greeting": "how_are_you",
    "goodbye": "goodbye",
    "thank_you": "thanks",
    "what_is_your_name": "name",
    "who_made_you": "maker",
    "who_do_you_work_for": "maker",
    "are_you_a_bot": "bot",
    "what_can_i_ask_you": "capabilities",
    "how_old_are_you": "personal",
    "where_are_you_from": "personal",
    "what_are_your_hobbies": "personal",
    "do_you_have_pets": "personal",
    "meaning_of_life": "meaning",
    "tell_joke": "joke",
    "yes": "acknowledge",
    "no": "acknowledge",
    "maybe": "acknowledge",
    "weather": "weather",
    "calculator": "arithmetic",
} | dict.fromkeys(
    (
        "play_music next_song alarm reminder timer make_call uber book_flight book_hotel "
        "restaurant_reservation smart_home change_volume order pay_bill transfer text "
        "update_playlist flip_coin roll_dice find_phone change_language change_user_name "
        "change_accent change_speed change_ai_name whisper_mode sync_device reset_settings cancel "
        "todo_list_update shopping_list_update calendar_update schedule_meeting freeze_account "
        "report_lost_card reminder_update cancel_reservation share_location car_rental "
        "schedule_maintenance order_checks accept_reservations pin_change replacement_card_duration"
    ).split(),
    "cannot",
)
# Questions about things and affairs: what a person's documents would answer.
CLINC_LIBRARY = (
    "definition oil_change_how insurance interest_rate ingredients_list apr vaccines plug_type "
    "nutrition_info recipe cook_time food_last tire_pressure jump_start direct_deposit "
    "international_fees rollover_401k improve_credit_score w2 bill_due min_payment pto_balance "
    "gas_type calories ingredient_substitution meal_suggestion taxes application_status "
    "travel_alert international_visa restaurant_reviews expiration_date"
).split()

HWU_KINDS = {
    "general_joke": "joke",
    "general_praise": "praise",
    "general_affirm": "praise",
    "general_confirm": "acknowledge",
    "general_dontcare": "acknowledge",
    "general_commandstop": "acknowledge",
    "general_negate": "acknowledge",
    "weather_query": "weather",
    "qa_maths": "arithmetic",
} | dict.fromkeys(
    (
        "alarm_set alarm_remove play_radio play_music play_audiobook play_podcasts play_game "
        "iot_coffee iot_cleaning iot_hue_lightchange iot_hue_lightoff iot_hue_lighton iot_hue_lightup "
        "iot_wemo_off iot_wemo_on social_post transport_ticket transport_taxi takeaway_order "
        "email_sendemail email_addcontact calendar_set calendar_remove lists_createoradd lists_remove "
        "audio_volume_mute audio_volume_up audio_volume_down music_settings"
    ).split(),
    "cannot",
)
HWU_LIBRARY = (
    "qa_definition",
    "qa_factoid",
    "cooking_recipe",
    "takeaway_query",
    "email_querycontact",
)

TALK: dict[Language, Mapping[str, tuple[str, ...]]] = {"en": en_talk.TALK, "zh": zh_talk.TALK}
# Talk that comes near a question of another kind.
NEAR_TALK: dict[Language, Mapping[str, tuple[str, ...]]] = {
    "en": en_near_talk.NEAR_TALK,
    "zh": zh_near_talk.NEAR_TALK,
}
