#include "net/sntp_packet.h"

#include <stdio.h>

#include "base/reader.h"

#define SECONDS_1900_TO_1970 INT64_C(2208988800)
#define NS INT64_C(1000000000)

enum { LEAP_UNSYNCHRONISED = 3, MODE_CLIENT = 3, MODE_SERVER = 4, VERSION = 4, STRATUM_UNSYNCHRONISED = 16 };

void sntp_packet_request(uint64_t cookie, uint8_t out[SNTP_PACKET_BYTES]) {
    memset(out, 0, SNTP_PACKET_BYTES);
    out[0] = VERSION << 3 | MODE_CLIENT;
    for (size_t i = 0; i < 8; i++)
        out[40 + i] = (uint8_t)(cookie >> (56 - 8 * i));
}

static int64_t to_ns(uint64_t stamp) {
    int64_t seconds = (int64_t)(stamp >> 32), fraction = (int64_t)(stamp & 0xffffffff);
    if ((seconds & INT64_C(0x80000000)) == 0)
        seconds += INT64_C(1) << 32;
    return (seconds - SECONDS_1900_TO_1970) * NS + ((fraction * NS) >> 32);
}

/* Letters of a reference of stratum 0 or 1; what is no letter or digit ends it. */
static void read_reference(uint32_t id, unsigned stratum, char out[16]) {
    if (stratum > 1) {
        snprintf(out, 16, "%08x", (unsigned)id);
        return;
    }
    size_t n = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        char c = (char)(id >> shift & 0x7f);
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            break;
        out[n++] = c;
    }
    out[n] = '\0';
}

enum net_outcome sntp_packet_read(struct slice packet, uint64_t cookie, int64_t sent_ns, int64_t received_ns,
                                  struct sntp_answer *ret_answer) {
    struct reader r = reader_of(packet);
    uint8_t first = reader_u8(&r);
    struct sntp_answer a = {.leap = first >> 6, .version = first >> 3 & 7, .mode = first & 7, .stratum = reader_u8(&r)};
    reader_skip(&r, 10);
    read_reference(reader_u32be(&r), a.stratum, a.reference);
    reader_skip(&r, 8);
    uint64_t origin = reader_u64be(&r), receive = reader_u64be(&r), transmit = reader_u64be(&r);
    if (!reader_ok(&r) || a.mode != MODE_SERVER || origin != cookie)
        return NET_MALFORMED;
    if (a.stratum > 0 && transmit != 0) {
        double there = (double)(to_ns(receive) - sent_ns) / 1e9, back = (double)(to_ns(transmit) - received_ns) / 1e9;
        a.offset_seconds = (there + back) / 2;
        a.delay_seconds = there - back;
    }
    *ret_answer = a;
    if (a.stratum == 0)
        return NET_KISS;
    if (a.leap == LEAP_UNSYNCHRONISED || a.stratum >= STRATUM_UNSYNCHRONISED || transmit == 0)
        return NET_UNSYNCHRONISED;
    return NET_OK;
}
