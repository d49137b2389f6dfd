#include "table/shared/identity.h"

/* Anywhere in the name, whatever the case: secrets, people, the Mac (ECID, nonces), networks (Wi-Fi of recovery, Bluetooth), Find My. */
static const char *const parts[] = {"password",     "passwd",    "secret",       "token",         "certificate", "username", "fullname",
                                    "realname",     "email",     "account",      "appleid",       "dsid",        "phone",    "fmm-",
                                    "location",     "hostname",  "computername", "computer-name", "host-name",   "serial",   "systemuuid",
                                    "hardwareuuid", "uniqueid",  "ecid",         "nonce",         "ssid",        "-network", "wifi",
                                    "wlan",         "bluetooth", "macaddress",   "mac-address",   "ethernet"};

/* The whole name. MLB and ROM are the board's serial number and the Ethernet address that OpenCore gives to a Mac. */
static const char *const names[] = {"MLB", "ROM", "SSN", "UUID", "user", "HW_BOOT_DATA", "IDInstallerDataV2"};

bool identity_is_private(struct slice name) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is_nocase(name, names[i]))
            return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (slice_contains_nocase(name, parts[i]))
            return true;
    return false;
}
