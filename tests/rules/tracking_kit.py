"""Data tags to judge, and a table of names that somebody might type instead of the right ones."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.doors import resources
from wizard.rules.finding import Finding
from wizard.rules.models import DataTag, TagField
from wizard.rules.tracking import AnalyticsResult, FieldResult, judge

FACTS = resources.facts()
NAMES = [each.name for each in FACTS.tracking_fields]
STRING, TEXT = 0, 2
STANDARD = {which: FACTS.analytics[which].standard for which in ("call", "missed")}
TITLE = {"call": "Звонок", "missed": "Пропущенный звонок"}


def tag_of(
    *fields: tuple[str, int] | str, which: str = "call", standard: bool = True, name: str = ""
) -> DataTag:
    """A data tag with the standard fields and these; a bare name is a «Строка»."""
    whole = list(STANDARD[which]) if standard else []
    whole += [each if isinstance(each, tuple) else (each, STRING) for each in fields]
    held = tuple(TagField(500 + at, title, kind) for at, (title, kind) in enumerate(whole))
    return DataTag(31, name or TITLE[which], "Телефония", held)


def account_of(*tags: DataTag) -> list[DataTag]:
    return [DataTag(1000 + at, f"Аналитика {at}", "Прочее") for at in range(500)] + list(tags)


def look(
    *fields: tuple[str, int] | str, needed: Sequence[str] = NAMES, which: str = "call"
) -> AnalyticsResult:
    return judge(which, tag_of(*fields, which=which), needed, FACTS)


def field(result: AnalyticsResult, name: str) -> FieldResult:
    return next(each for each in result.fields if each.name == name)


def by_key(findings: Sequence[Finding]) -> dict[str, Finding]:
    return {each.key: each for each in findings}


# Name in the account → which of the 19 it is a slip for, and in what it differs. Empty: for none.
VARIANTS: list[tuple[str, str, str]] = [
    # another case
    ("ID", "id", "case"),
    ("Id", "id", "case"),
    ("GAClientID", "gaClientId", "case"),
    ("gaclientid", "gaClientId", "case"),
    ("UTM_SOURCE", "utm_source", "case"),
    ("Utm_Medium", "utm_medium", "case"),
    ("fullURL", "fullUrl", "case"),
    ("generalCallId", "generalCallID", "case"),
    ("geoIpCountry", "geoipCountry", "case"),
    ("Disposition", "disposition", "case"),
    ("timespentonsitebeforemakecall", "timeSpentOnSiteBeforeMakeCall", "case"),
    # spaces, seen and unseen
    (" id", "id", "space"),
    ("id ", "id", "space"),
    ("id\n", "id", "space"),
    ("domain\u00a0", "domain", "space"),
    ("full Url", "fullUrl", "space"),
    ("general Call ID", "generalCallID", "space"),
    ("utm_\u200bterm", "utm_term", "space"),
    ("\ufeffdomain", "domain", "space"),
    ("ip\tAddress", "ipAddress", "space"),
    # hyphens and underscores
    ("utm-source", "utm_source", "hyphen"),
    ("utmcampaign", "utm_campaign", "hyphen"),
    ("utm__content", "utm_content", "hyphen"),
    ("utm_term_", "utm_term", "hyphen"),
    ("utm\u2013medium", "utm_medium", "hyphen"),
    ("geoip_City", "geoipCity", "hyphen"),
    ("first-Visit-At", "firstVisitAt", "hyphen"),
    ("i_d", "id", "hyphen"),
    # several at once
    ("utm source", "utm_source", "space hyphen"),
    ("UTM-Source", "utm_source", "case hyphen"),
    ("IP address", "ipAddress", "case space"),
    ("Full URL", "fullUrl", "case space"),
    ("GEOIP_ORG", "geoipOrg", "case hyphen"),
    (" Utm Term ", "utm_term", "case space hyphen"),
    # letters that look the same
    ("іd", "id", "look_alike"),  # Ukrainian і
    ("іԁ", "id", "look_alike"),
    ("ι\u200bd", "id", "space look_alike"),  # Greek iota and a space that nobody sees
    ("ｉｄ", "id", "look_alike"),
    ("dоmain", "domain", "look_alike"),
    ("utm_sоurсе", "utm_source", "look_alike"),
    ("gеоiрСitу", "geoipCity", "look_alike"),
    ("fullUrΙ", "fullUrl", "look_alike"),
    ("generaICaIIID", "generalCallID", "look_alike"),
    ("utm_tеrm", "utm_term", "look_alike"),
    ("UТМ_ТЕRМ", "utm_term", "case look_alike"),
    ("ıpAddress", "ipAddress", "look_alike"),
    ("dispοsitiοn", "disposition", "look_alike"),
    ("domaín", "domain", "look_alike"),
    # one letter wrong, doubled, dropped
    ("utm_sourse", "utm_source", "letter"),
    ("utm_campain", "utm_campaign", "letter"),
    ("dispossition", "disposition", "letter"),
    ("idd", "id", "letter"),
    ("iID", "id", "case letter"),
    ("dispostion", "disposition", "letter"),
    ("ipAdress", "ipAddress", "letter"),
    ("ipAdddress", "ipAddress", "letter"),
    ("gaClientIb", "gaClientId", "letter"),
    ("geoipСountri", "geoipCountry", "look_alike letter"),
    ("utm.source", "utm_source", "letter"),
    ("Utm_Sourse", "utm_source", "case letter"),
    ("omain", "domain", "letter"),
    ("domains", "domain", "letter"),
    ("fulUrl", "fullUrl", "letter"),
    ("timeSpendOnSiteBeforeMakeCall", "timeSpentOnSiteBeforeMakeCall", "letter"),
    # a cut end
    ("timeSpentOnSiteBeforeMakeCal", "timeSpentOnSiteBeforeMakeCall", "cut"),
    ("timeSpentOnSite", "timeSpentOnSiteBeforeMakeCall", "cut"),
    ("generalCall", "generalCallID", "cut"),
    ("utm_camp", "utm_campaign", "cut"),
    ("geoipCoun", "geoipCountry", "cut"),
    ("domai", "domain", "cut"),
    ("gaTracking", "gaTrackingId", "cut"),
    ("First Visit", "firstVisitAt", "case space cut"),
    # somebody who tries to fool it: composed and decomposed, marks of their own, other alphabets
    ("ïd", "id", "look_alike"),
    ("i\u0308d", "id", "look_alike"),
    ("id\u0308", "id", "look_alike"),
    ("i\u0307d", "id", "look_alike"),
    ("İD", "id", "case look_alike"),
    ("Іd", "id", "case look_alike"),
    ("ⅰd", "id", "look_alike"),
    ("𝓲𝓭", "id", "look_alike"),
    ("utm_source\u0301", "utm_source", "look_alike"),
    ("doma\u0301in", "domain", "look_alike"),
    ("ﬁrstVisitAt", "firstVisitAt", "look_alike"),
    ("utm_sοurce", "utm_source", "look_alike"),  # Greek omicron
    ("utm_ѕource", "utm_source", "look_alike"),
    ("geoipCıty", "geoipCity", "look_alike"),
    ("timeSpentOnSiteBeforeMakeCаll", "timeSpentOnSiteBeforeMakeCall", "look_alike"),
    # digits and letters for one another
    ("fullUr1", "fullUrl", "look_alike"),
    ("fullUrI", "fullUrl", "look_alike"),
    ("gaClientld", "gaClientId", "look_alike"),
    ("d0main", "domain", "look_alike"),
    ("d0ma1n", "domain", "look_alike letter"),
    # signs that show as nothing, or as another one
    ("\u202eutm_term", "utm_term", "space"),
    ("utm\u2060_term", "utm_term", "space"),
    ("utm_term\u200f", "utm_term", "space"),
    ("utm\u00adterm", "utm_term", "space hyphen"),
    ("utm\uff3fterm", "utm_term", "hyphen"),
    ("utm\u2014source", "utm_source", "hyphen"),
    ("utm\u2011source", "utm_source", "hyphen"),
    # near to another name of the 19, or to none
    ("utm_team", "utm_term", "letter"),
    ("utm_tern", "utm_term", "letter"),
    ("utm_mediumm", "utm_medium", "letter"),
    ("utm_contentt", "utm_content", "letter"),
    ("generalCallD", "generalCallID", "letter"),
    ("domain.", "domain", "letter"),
    ("geoipCit", "geoipCity", "cut"),
    ("geoipReg", "geoipRegion", "cut"),
    ("gaClient", "gaClientId", "cut"),
    ("utm_trem", "", ""),
    ("utm_meduim", "", ""),
    ("geoipRegionCity", "", ""),
    ("utm_campaign_id", "", ""),
    ("utm_termutm_term", "", ""),
    ("ga", "", ""),
    ("gaT", "", ""),
    ("dornain", "", ""),
    ("ipAddreß", "", ""),
    ("“domain”", "", ""),
    ("{{domain}}", "", ""),
    ("utm_source%20", "", ""),
    ("id id", "", ""),
    ("|d", "", ""),
    # like none of them
    ("", "", ""),
    (" ", "", ""),
    ("_", "", ""),
    ("d", "", ""),
    ("ids", "", ""),
    ("1d", "", ""),
    ("ld", "", ""),
    ("ad", "", ""),
    ("di", "", ""),
    ("ID клиента", "", ""),
    ("Call ID", "", ""),
    ("user_id", "", ""),
    ("Ид", "", ""),
    ("Домен", "", ""),
    ("Domain name", "", ""),
    ("subdomain", "", ""),
    ("utm", "", ""),
    ("utm_", "", ""),
    ("utm_c", "", ""),
    ("geoip", "", ""),
    ("geoipC", "", ""),
    ("IP", "", ""),
    ("URL", "", ""),
    ("City", "", ""),
    ("Address", "", ""),
    ("disp", "", ""),
    ("time", "", ""),
    ("Site", "", ""),
    ("utm_sourcing", "", ""),
    ("utm_suorce", "", ""),  # two letters changed places: two are wrong
    ("gaClientIdentifier", "", ""),
    ("Дата", "", ""),
    ("Комментарий", "", ""),
    ("id - Call Tracking id", "", ""),
    ("medium", "", ""),
    ("💥" * 30, "", ""),
    ("id" * 400, "", ""),
]
