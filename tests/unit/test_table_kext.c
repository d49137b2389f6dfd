#include "table_test.h"

extern const struct table table_kext;

static const char *const path = "commands/kmutil-showloaded.txt";

static void loaded_extensions(void **state) {
    (void)state;
    struct capture c;
    assert_true(capture_feed(
        &c, &table_kext, "kmutil_showloaded", path,
        "No variant specified, falling back to release\n"
        "Index Refs Address            Size       Wired      Name (Version) UUID <Linked Against>\n"
        "    1  165 0                  0          0          com.apple.kpi.bsd (23.6.0) 0B0D6F5E-1111-2222-3333-444455556666 <>\n"
        "  181    0 0xfffffe0007f56b2c 0x1c000    0x1c000    as.vit9696.Lilu (1.7.1) 0B0D6F5E-1111-2222-3333-444455556667 <8 6 5>\n"
        "  182    0 0xffffff7f80a3f000 0x1000     0x1000     org.virtualbox.kext.VBoxDrv (6.1.2)\n"));
    assert_int_equal(c.n_rows, 3);
    assert_string_equal(cell(&c, 0, "apple"), "1");
    assert_string_equal(cell(&c, 0, "linked_against"), "");
    assert_string_equal(cell(&c, 1, "bundle_id"), "as.vit9696.Lilu");
    assert_string_equal(cell(&c, 1, "version"), "1.7.1");
    assert_string_equal(cell(&c, 1, "idx"), "181");
    assert_string_equal(cell(&c, 1, "size"), "114688");
    assert_string_equal(cell(&c, 1, "linked_against"), "8 6 5");
    assert_string_equal(cell(&c, 1, "product_kind"), "boot-patch");
    assert_string_equal(cell(&c, 1, "loaded"), "1");
    assert_string_equal(cell(&c, 1, "line"), "4");
    assert_null(cell(&c, 2, "uuid"));
    assert_string_equal(cell(&c, 2, "product"), "VirtualBox");
    capture_free(&c);
}

static void extensions_on_the_disk(void **state) {
    (void)state;
    struct capture c;
    const char *info = "root/Library/StagedExtensions/Library/Extensions/Tap.kext/Contents/Info.plist";
    assert_true(capture_feed(
        &c, &table_kext, "kext_info", info,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n"
        "<key>CFBundleIdentifier</key><string>org.example.tap</string>\n<key>CFBundleVersion</key><string>1.0</string>\n"
        "<key>CFBundleExecutable</key><string>tap</string>\n<key>OSBundleLibraries</key><dict>"
        "<key>com.apple.kpi.bsd</key><string>9.0</string><key>com.apple.kpi.mach</key><string>8</string></dict>\n</dict></plist>\n"));
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(cell(&c, 0, "bundle_id"), "org.example.tap");
    assert_string_equal(cell(&c, 0, "loaded"), "0");
    assert_string_equal(cell(&c, 0, "staged"), "1");
    assert_string_equal(cell(&c, 0, "path"), "root/Library/StagedExtensions/Library/Extensions/Tap.kext");
    assert_string_equal(cell(&c, 0, "libraries"), "com.apple.kpi.bsd 9.0 com.apple.kpi.mach 8");
    assert_string_equal(cell(&c, 0, "line"), "4");
    assert_null(cell(&c, 0, "idx"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_kext, "kext_info", info, "<plist version=\"1.0\"><dict><key>CFBundleIdent"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_kext, "kext_info", info, "<plist version=\"1.0\"><dict/></plist>"));
    assert_non_null(strstr(c.err.text, "CFBundleIdentifier"));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_kext, "kext_info", info, ""));
    capture_free(&c);
}

static void cut_empty_and_nonsense(void **state) {
    (void)state;
    struct capture c;
    assert_false(capture_feed(&c, &table_kext, "kmutil_showloaded", path, ""));
    capture_free(&c);
    assert_false(capture_feed(&c, &table_kext, "kmutil_showloaded", path, "1 2 3 4 5 6\n1 2 0x1 -4 5 a (1)\n1 2 0x1 4 5 a (1\n"));
    assert_int_equal(c.n_rows, 0);
    capture_free(&c);
    assert_true(capture_feed(&c, &table_kext, "kmutil_showloaded", path,
                             "Index Refs Address Size Wired Name (Version)\n 1 0 0 0 0 com.apple.a (1)\n 2 0 0 0 0 com.exa"));
    assert_int_equal(c.n_rows, 1);
    capture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(loaded_extensions), cmocka_unit_test(extensions_on_the_disk),
                                       cmocka_unit_test(cut_empty_and_nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
