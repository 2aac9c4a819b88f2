/* libxml2's headers pull in ICU's, which clash with Foundation's own ICU module as soon as one
   file sees both. The #undef has to come first. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <libxml/dict.h>
#include <libxml/uri.h>
