"""Rough route accuracy on public utterances: `python -m benchmarks.routes [FOLDER_OF_TEXT_DATA]`.

A data set's intents are not Golem's routes: the tables below say which route each intent mostly is, and leave out those
that are mixed. Single rows still fall outside ("I need my balance" under a question), so read the figures as rough.
Nothing is tuned on them. `ran` counts utterances, of any route, that matched one of Golem's skills whole or nearly; in
these data sets, about other skills altogether, that should be next to none.
"""

from __future__ import annotations

import csv
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from intents.embedded import EmbeddedClassifier
from intents.matcher import Matcher
from intents.model import Match, RouteLabel, Scene, Source, Utterance
from intents.router import NoClassifier, Router
from intents.zero_shot import ZeroShotClassifier
from shell.store import default_models_folder
from skills.registry import Registry

SEED = 7
ROWS = 1500
"""Rows drawn from each data set, by SEED."""

HWU64 = {
    "command": """alarm_set alarm_remove calendar_set calendar_remove email_sendemail email_addcontact iot_coffee
        iot_hue_lightchange iot_hue_lightoff iot_hue_lightup iot_hue_lightdim iot_hue_lighton iot_cleaning iot_wemo_on
        iot_wemo_off lists_createoradd lists_remove play_audiobook play_music play_podcasts play_radio play_game
        social_post takeaway_order transport_ticket transport_taxi audio_volume_mute audio_volume_up audio_volume_down
        music_settings general_repeat general_commandstop""",
    "question": """alarm_query calendar_query cooking_recipe datetime_query datetime_convert email_query
        email_querycontact lists_query music_query news_query qa_currency qa_definition qa_factoid qa_stock qa_maths
        recommendation_events recommendation_locations recommendation_movies takeaway_query transport_query
        weather_query transport_traffic social_query""",
    "chat": """general_affirm general_confirm general_dontcare general_negate general_praise general_quirky
        general_joke""",
}
CLINC150 = {
    "command": """alarm book_flight book_hotel calendar_update cancel_reservation change_accent change_ai_name
        change_language change_speed change_user_name change_volume flip_coin freeze_account make_call next_song order
        pay_bill play_music pto_request redeem_rewards reminder_update repeat reset_settings restaurant_reservation
        roll_dice schedule_maintenance schedule_meeting share_location shopping_list_update smart_home sync_device text
        timer todo_list_update transfer uber update_playlist whisper_mode find_phone order_checks""",
    "question": """accept_reservations application_status apr balance bill_balance bill_due calculator calendar calories
        cook_time credit_limit credit_score current_location date definition directions distance exchange_rate
        expiration_date flight_status food_last gas gas_type how_busy improve_credit_score income
        ingredient_substitution ingredients_list interest_rate international_fees international_visa
        last_maintenance meal_suggestion measurement_conversion min_payment mpg next_holiday nutrition_info
        oil_change_how oil_change_when order_status payday plug_type pto_balance pto_used recipe restaurant_reviews
        restaurant_suggestion rewards_balance routing shopping_list spelling spending_history time timezone
        tire_pressure todo_list traffic transactions translate travel_alert travel_suggestion user_name vaccines weather
        what_can_i_ask_you what_song""",
    "chat": """are_you_a_bot do_you_have_pets fun_fact goodbye greeting how_old_are_you maybe no yes meaning_of_life
        tell_joke thank_you what_are_your_hobbies what_is_your_name where_are_you_from who_do_you_work_for
        who_made_you""",
    "oos": "oos",
}


def rows(file: Path, routes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Up to ROWS utterances with their routes, by SEED; `oos` is a route of its own here."""
    route_of = {intent: route for route, intents in routes.items() for intent in intents.split()}
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(table)
        kept = [(row[0], route_of[row[1]]) for row in table if len(row) >= 2 and row[1] in route_of]
    random.Random(SEED).shuffle(kept)  # noqa: S311 - a sample, not a secret
    yield from kept[:ROWS]


def measure(name: str, sample: list[tuple[str, str]], router: Router, matcher: Matcher, scene: Scene) -> None:
    """Print accuracy, the confusion table, what would have run, and the time an utterance took."""
    table: Counter[tuple[str, str]] = Counter()
    ran: list[str] = []
    took: list[float] = []
    for said, truth in sample:
        began = time.perf_counter()
        route = router.route(Utterance(said, Source.VOICE), scene)
        outcome = matcher.match(said, scene)
        took.append((time.perf_counter() - began) * 1000)
        table[truth, route.label.value] += 1
        if isinstance(outcome, Match) and route.label is not RouteLabel.CHAT:
            ran.append(f"{said!r} → {outcome.intent.id} ({outcome.how})")
    judged = {cell: count for cell, count in table.items() if cell[0] != "oos"}
    right = sum(count for (truth, label), count in judged.items() if truth == label)
    print(f"\n{name}: {right / max(1, sum(judged.values())):.1%} of {sum(judged.values())} routed as the table says")
    print(f"{'':10}" + "".join(f"{label.value:>10}" for label in RouteLabel))
    for truth in dict.fromkeys(truth for truth, _ in sorted(table)):
        print(f"{truth:10}" + "".join(f"{table[truth, label.value]:10}" for label in RouteLabel))
    meant = sum(count for (truth, _), count in judged.items() if truth != "chat")
    leaked = sum(count for (truth, label), count in judged.items() if truth != "chat" and label == "chat")
    print(f"chat leak (commands and questions that fell to chat): {leaked / max(1, meant):.1%}")
    print(f"ran: {len(ran)} of {len(sample)}", *ran[:12], sep="\n  ")
    print(f"ms an utterance: median {statistics.median(took):.1f}, p95 {sorted(took)[int(0.95 * len(took))]:.1f}")


def main(data: Path) -> None:
    """Measure on both data sets, with the embedded classifier where its weights are there."""
    matcher = Matcher([skill.intent for skill in Registry().skills])
    matcher.warm()
    folder = default_models_folder() / "all-minilm-l6-v2"
    classifier: ZeroShotClassifier = EmbeddedClassifier(folder) if folder.is_dir() else NoClassifier()
    router = Router(classifier, matcher)
    print(f"classifier: {classifier.name}; {ROWS} rows a data set, seed {SEED}")
    with tempfile.TemporaryDirectory() as empty:
        scene = Scene(Path(empty).resolve(), Path(empty).parent)
        router.route(Utterance("warm", Source.TYPED), scene)
        measure("hwu64", list(rows(data / "hwu64.tsv", HWU64)), router, matcher, scene)
        measure("clinc150 train+val", list(rows(data / "clinc150_train_val.tsv", CLINC150)), router, matcher, scene)


if __name__ == "__main__":
    shared = Path(__file__).parents[1] / "../shared/data/text"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else shared)
