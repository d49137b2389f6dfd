/* Reads the bytes as a time server's answer: eight bytes of cookie, then the packet. */
#include "net/sntp_packet.h"

#include "base/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct reader r = reader_of(slice_of(data, size));
    uint64_t cookie = reader_u64be(&r);
    struct sntp_answer a;
    if (!reader_ok(&r))
        return 0;
    enum net_outcome how =
        sntp_packet_read(slice_from(slice_of(data, size), 8), cookie, INT64_C(1700000000000000000), INT64_C(1700000000100000000), &a);
    if (how == NET_OK && (a.stratum == 0 || a.stratum > 15 || a.leap == 3 || memchr(a.reference, 0, sizeof a.reference) == NULL))
        __builtin_trap();
    return 0;
}
