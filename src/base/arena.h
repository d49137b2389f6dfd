/*
 * arena: memory that is given back all at once.
 *
 * Everything made while reading one artefact, or during one run, comes from
 * an arena and dies with it. An arena has a limit in bytes, so a hostile input
 * can exhaust the arena but not the machine: past the limit, and when malloc
 * fails, the functions return NULL and the caller reports it.
 *
 *     struct arena *arena CLEANUP_ARENA = arena_new(64 << 20);
 */
#ifndef TAILOR_BASE_ARENA_H
#define TAILOR_BASE_ARENA_H

#include "base/slice.h"

struct arena;

struct arena *arena_new(size_t limit) MUST_USE; /* NULL only when out of memory */
void arena_free(struct arena *arena);           /* NULL is allowed */
void arena_reset(struct arena *arena);          /* gives everything back, keeps the arena */
size_t arena_used(const struct arena *arena);

/* Zeroed, aligned for any type. NULL past the limit. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size) MUST_USE;
/* count * size, with the multiplication checked. */
void *arena_array(struct arena *arena, size_t count, size_t size) MUST_USE;
/* A NUL-terminated copy. */
char *arena_string(struct arena *arena, struct slice s) MUST_USE;
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3))) MUST_USE;
/* A copy of the bytes; {NULL, 0} past the limit. */
struct slice arena_slice(struct arena *arena, struct slice s) MUST_USE;

static inline void arena_cleanup(struct arena **arena) { arena_free(*arena); }
#define CLEANUP_ARENA __attribute__((cleanup(arena_cleanup)))

#endif
