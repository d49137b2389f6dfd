/* property_text: the frame of an XML property list round a body, for fixtures of table tests. */
#ifndef TAILOR_TEST_PROPERTY_TEXT_H
#define TAILOR_TEST_PROPERTY_TEXT_H

#define PROPERTY_LIST(body) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n" body "</plist>\n"
#define DICT(body) "<dict>\n" body "</dict>\n"
#define ARRAY(body) "<array>\n" body "</array>\n"
#define KEY_STRING(key, value) "<key>" key "</key><string>" value "</string>\n"
#define KEY_INTEGER(key, value) "<key>" key "</key><integer>" value "</integer>\n"
#define KEY_BOOL(key, value) "<key>" key "</key><" value "/>\n"
#define KEY(key, body) "<key>" key "</key>" body
/* One data type of a system_profiler report with one item. */
#define PROFILER_PART(type, body) DICT(KEY_STRING("_dataType", type) KEY("_items", ARRAY(DICT(body))))

#endif
