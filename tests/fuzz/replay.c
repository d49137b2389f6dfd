/* Runs a fuzz target over every file of the folders and files named, without libFuzzer: seeds and mended crashes as a test. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        return 1;
    }
    size_t size = 0, capacity = 1 << 16;
    uint8_t *data = malloc(capacity);
    while (data) {
        size += fread(data + size, 1, capacity - size, f);
        if (size < capacity)
            break;
        uint8_t *grown = realloc(data, capacity *= 2);
        if (!grown)
            free(data);
        data = grown;
    }
    fclose(f);
    if (!data)
        return 1;
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

int main(int argc, char **argv) {
    int failures = 0, count = 0;
    for (int i = 1; i < argc; i++) {
        DIR *dir = opendir(argv[i]);
        if (!dir) {
            failures += replay_file(argv[i]);
            count++;
            continue;
        }
        for (struct dirent *e; (e = readdir(dir));) {
            char path[4096];
            struct stat st;
            snprintf(path, sizeof path, "%s/%s", argv[i], e->d_name);
            if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
                continue;
            failures += replay_file(path);
            count++;
        }
        closedir(dir);
    }
    printf("%d inputs replayed\n", count);
    return failures || count == 0;
}
