/* Feeds files, or all files of folders, to a fuzz target: the corpus as an ordinary test, and a crash again. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t fed;

static int feed_file(const char *path)
{
  FILE *f = fopen(path, "rb");
  if (!f) {
    fprintf(stderr, "%s: cannot open\n", path);
    return 1;
  }
  uint8_t *data = NULL;
  size_t size = 0, room = 0, got;
  do {
    if (size == room) {
      room = room ? room * 2 : 65536;
      uint8_t *more = realloc(data, room);
      if (!more) abort();
      data = more;
    }
    got = fread(data + size, 1, room - size, f);
    size += got;
  } while (got > 0);
  fclose(f);
  /* A block of just this size: sanitizers see what is read beyond. */
  uint8_t *exact = malloc(size ? size : 1);
  if (!exact) abort();
  for (size_t i = 0; i < size; i++) exact[i] = data[i];
  free(data);
  LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  fed++;
  return 0;
}

static int feed_folder(const char *path)
{
  DIR *folder = opendir(path);
  if (!folder) return 1;
  int failed = 0;
  char name[4096];
  for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
    if (entry->d_name[0] == '.') continue;
    snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
    failed |= feed_file(name);
  }
  closedir(folder);
  return failed;
}

int main(int argc, char **argv)
{
  int failed = 0;
  for (int i = 1; i < argc; i++) {
    struct stat st;
    if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode)) {
      failed |= feed_folder(argv[i]);
    } else {
      failed |= feed_file(argv[i]);
    }
  }
  printf("%zu inputs\n", fed);
  return failed || fed == 0;
}
