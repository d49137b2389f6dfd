/*
 * redact_vocabulary: the words by which evidence is understood.
 *
 * Somebody's short name may be "apple", and the name of a Mac "MacBook Air". To replace such a word wherever it stands would take
 * "com.apple.SoftwareUpdate" and the model out of the evidence. A UUID that a rule asks for is nobody's either. The rules, and the columns
 * of knowledge that are compared with evidence, say which words these are.
 */
#ifndef TAILOR_ENGINE_REDACT_VOCABULARY_H
#define TAILOR_ENGINE_REDACT_VOCABULARY_H

#include "knowledge/knowledge.h"

/* Each text that evidence is compared with, until one returns true. */
typedef bool vocabulary_visitor(void *context, struct slice text);
bool redact_vocabulary_each(const struct knowledge *k, vocabulary_visitor *visit, void *context);

/* Does the text stand there as a whole word or as several? */
bool redact_is_vocabulary(const struct knowledge *k, struct slice text);

#endif
