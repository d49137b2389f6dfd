#include "lab/sntp.h"

#include "base/timestamp.h"

#define SECONDS_1900_TO_1970 INT64_C(2208988800)

enum { MODE_CLIENT = 3, MODE_SERVER = 4, STRATUM = 1, PRECISION = 0xEC /* 2^-20 s */ };

static void put_time(uint8_t *out, int64_t ns) {
    uint64_t seconds = (uint64_t)(ns / NS_PER_SECOND + SECONDS_1900_TO_1970);
    uint64_t fraction = ((uint64_t)(ns % NS_PER_SECOND) << 32) / (uint64_t)NS_PER_SECOND;
    for (size_t i = 0; i < 4; i++) {
        out[i] = (uint8_t)(seconds >> (24 - 8 * i));
        out[4 + i] = (uint8_t)(fraction >> (24 - 8 * i));
    }
}

bool lab_sntp_answer(struct slice question, int64_t now_ns, uint8_t out[LAB_SNTP_BYTES]) {
    if (question.len < LAB_SNTP_BYTES || (question.data[0] & 7) != MODE_CLIENT || now_ns < 0)
        return false;
    memset(out, 0, LAB_SNTP_BYTES);
    out[0] = (uint8_t)((question.data[0] & 0x38) | MODE_SERVER); /* its version */
    out[1] = STRATUM;
    out[2] = question.data[2];
    out[3] = PRECISION;
    memcpy(out + 12, "LAB", 3);
    put_time(out + 16, now_ns);
    memcpy(out + 24, question.data + 40, 8); /* when the client sent it, by its own word */
    put_time(out + 32, now_ns);
    put_time(out + 40, now_ns);
    return true;
}
