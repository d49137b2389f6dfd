/*
 * region: which country each thing says: the store of the account, the language settings, the time zone, the Wi-Fi network.
 *
 * Settings: AppleLocale (en_DE, en_US@rg=dezzzz: the region behind rg counts), Country, the city of the time zone
 * (com.apple.preferences.timezone.selected_city, com.apple.TimeZonePref.Last_Selected_City) of .GlobalPreferences.plist; Storefront of
 * com.apple.commerce.plist and its relatives. Log lines: the header X-Apple-Store-Front; the country code that a Wi-Fi driver took over.
 */
#include "table/table.h"

static const struct column columns[] = {
    {"kind", COLUMN_TEXT, SHOW, "storefront, locale, time-zone or wifi"},
    {"country", COLUMN_TEXT, SHOW, "ISO 3166-1 code of two letters"},
    {"value", COLUMN_TEXT, SHOW, "as the setting or the line says it, such as 143443-4,29 or de_DE"},
    {"text", COLUMN_TEXT, SHOW, "the setting or the line, to quote"},
};

static const char *const needs[] = {"preference", "signal", "known_storefront", NULL};

const struct table table_region = {
    .name = "region",
    .doc = "Which country the store, the language settings, the time zone and the Wi-Fi network say",
    .columns = columns,
    .n_columns = sizeof columns / sizeof *columns,
    .needs = needs,
    .derive =
        "INSERT INTO region(kind, country, value, text, source, line, time, ns)"
        " WITH said AS ("
        "  SELECT CASE WHEN lower(key) LIKE '%storefront%' THEN 'storefront'"
        "              WHEN key IN ('AppleLocale', 'Country') THEN 'locale' ELSE 'time-zone' END AS kind, value, key, text, source, line, "
        "time, ns"
        "  FROM preference WHERE value IS NOT NULL AND ("
        "       (domain IN ('com.apple.commerce', 'com.apple.AppStore', 'com.apple.appstored', 'com.apple.storeagent')"
        "        AND lower(key) LIKE '%storefront%' AND value GLOB '14[0-9][0-9][0-9][0-9]*')"
        "    OR (domain = '.GlobalPreferences' AND key IN ('AppleLocale', 'Country', "
        "'com.apple.preferences.timezone.selected_city/CountryCode',"
        "                                                  'com.apple.TimeZonePref.Last_Selected_City/4')))"
        "  UNION ALL SELECT CASE name WHEN 'store-front' THEN 'storefront' ELSE 'wifi' END, detail, name, text, source, line, time, ns"
        "  FROM signal WHERE name IN ('store-front', 'wifi-country') AND detail IS NOT NULL),"
        " placed AS ("
        "  SELECT s.*, CASE WHEN kind = 'storefront' THEN (SELECT country FROM known_storefront WHERE storefront = substr(s.value, 1, 6))"
        "                   WHEN key <> 'AppleLocale' THEN upper(value)"
        "                   WHEN instr(value, '@rg=') > 0 THEN upper(substr(value, instr(value, '@rg=') + 4, 2))"
        "                   WHEN instr(value, ';rg=') > 0 THEN upper(substr(value, instr(value, ';rg=') + 4, 2))"
        "                   WHEN instr(value, '_') > 0 THEN upper(substr(replace(substr(value, instr(value, '_') + 1), '@', '    '), 1, "
        "4)) END"
        "         AS country FROM said AS s)"
        /* zh-Hans_CN: the region is what stands behind the last underscore, of two letters. */
        " SELECT kind, trim(country), value, text, source, line, time, ns FROM placed WHERE trim(country) GLOB '[A-Z][A-Z]';",
};
