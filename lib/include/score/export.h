/* Marks what the shared library exports; everything else is hidden. */
#ifndef SCORE_EXPORT_H
#define SCORE_EXPORT_H

#if defined(__GNUC__)
#define SCORE_API __attribute__((visibility("default")))
#else
#define SCORE_API
#endif

#endif
