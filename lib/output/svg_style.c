/* Colours and fonts of a figure in a file of its own; a page has its own (page.css), by the same names. Plain colours, no
 * variables: what shows such files in a letter or a slide knows none. */
#include "base/buffer.h"
#include "output/svg.h"

typedef struct tint {
  const char *selector, *property, *light, *dark;
} tint;

static const tint tints[] = {
    {"svg", "background", "#fff", "#14181b"},    {"text", "fill", "#1b2024", "#e6e9eb"},
    {".mu", "fill", "#56606a", "#a3adb5"},       {".sy", "fill", "#8a4b00", "#f0b35e"},
    {"text.on", "fill", "#1b2024", "#fff"},      {"text.ow", "fill", "#fff", "#14181b"},
    {".bg", "fill", "#fff", "#14181b"},          {".ha,.ar", "stroke", "#fff", "#14181b"},
    {".c0", "fill", "#f7e6ab", "#3a4573"},       {".c1", "fill", "#bfdd9f", "#375a93"},
    {".c2", "fill", "#8acbb0", "#2f73a3"},       {".c3", "fill", "#4da6b8", "#31869e"},
    {".c4", "fill", "#2a7aa8", "#5cb8ac"},       {".c5", "fill", "#28558f", "#98d3a4"},
    {".c6", "fill", "#1f3372", "#eaf0ae"},       {".cn", "fill", "#e3e6e8", "#31383d"},
    {".k0", "fill", "#1b7a74", "#3fb0a6"},       {".k1", "fill", "#64ad9f", "#6fbbae"},
    {".k2", "fill", "#b3c87f", "#a9bd74"},       {".k3", "fill", "#e6b24a", "#d9a845"},
    {".k4", "fill", "#d5783f", "#d17c48"},       {".k5", "fill", "#a63d33", "#d0594d"},
    {".k6", "fill", "#7d6b94", "#9d8bb5"},       {".k7", "fill", "#8a9299", "#8a9299"},
    {".l0", "stroke", "#0b5a8a", "#6cb8e6"},     {".l1", "stroke", "#c4523a", "#ee8569"},
    {".l2", "stroke", "#2f7d54", "#74c796"},     {".l3", "stroke", "#7a4fa0", "#c09be3"},
    {".l4", "stroke", "#a86a00", "#e0ab4e"},     {".l5", "stroke", "#56606a", "#a3adb5"},
    {".p0", "fill", "#0b5a8a", "#6cb8e6"},       {".p1", "fill", "#c4523a", "#ee8569"},
    {".p2", "fill", "#2f7d54", "#74c796"},       {".p3", "fill", "#7a4fa0", "#c09be3"},
    {".p4", "fill", "#a86a00", "#e0ab4e"},       {".p5", "fill", "#56606a", "#a3adb5"},
    {".b0", "fill", "#2f7ba6", "#4a97c3"},       {".bx", "fill", "#cfe0ea", "#2c4a5c"},
    {".bx", "stroke", "#2f7ba6", "#4a97c3"},     {".gr", "stroke", "#e1e5e8", "#2d353b"},
    {".ax,.wh", "stroke", "#7d868e", "#7d868e"}, {".mk,.md", "stroke", "#1b2024", "#f2f4f5"},
};

static const char plain[] =
    "svg{font-family:system-ui,\"Segoe UI\",\"Noto Sans\",Roboto,\"Helvetica Neue\",Arial,sans-serif}"
    "text{font-variant-numeric:tabular-nums}.sy{font-weight:bold}\n"
    ".ha{paint-order:stroke;stroke-width:2.5;stroke-linejoin:round}.ar{stroke-width:.7;stroke-linejoin:round}"
    ".md{stroke-width:2}.mk{stroke-width:2;fill:none}\n"
    ".l0,.l1,.l2,.l3,.l4,.l5{fill:none;stroke-width:2;stroke-linejoin:round}\n";

static void put_tints(score__buffer *out, bool dark)
{
  for (size_t k = 0; k < sizeof tints / sizeof *tints; k++) {
    score__buffer_text(out, tints[k].selector);
    score__buffer_char(out, '{');
    score__buffer_text(out, tints[k].property);
    score__buffer_char(out, ':');
    score__buffer_text(out, dark ? tints[k].dark : tints[k].light);
    score__buffer_char(out, '}');
  }
}

void score__svg_style_put(score__buffer *out)
{
  score__buffer_text(out, plain);
  put_tints(out, false);
  score__buffer_text(out, "\n@media screen and (prefers-color-scheme:dark){");
  put_tints(out, true);
  score__buffer_text(out, "}\n");
}
