package validator

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// draft is a draft of JSON Schema, by its number or year.
type draft int

const (
	draft04   draft = 4
	draft06   draft = 6
	draft07   draft = 7
	draft2019 draft = 2019
	draft2020 draft = 2020
)

// draftURLs are the values of $schema, without the # that some end in.
var draftURLs = map[string]draft{
	"http://json-schema.org/draft-04/schema":       draft04,
	"http://json-schema.org/draft-06/schema":       draft06,
	"http://json-schema.org/draft-07/schema":       draft07,
	"https://json-schema.org/draft/2019-09/schema": draft2019,
	"https://json-schema.org/draft/2020-12/schema": draft2020,
	"https://json-schema.org/draft-07/schema":      draft07,
	"http://json-schema.org/draft/2020-12/schema":  draft2020,
	"http://json-schema.org/draft/2019-09/schema":  draft2019,
	"https://json-schema.org/draft-06/schema":      draft06,
	"https://json-schema.org/draft-04/schema":      draft04,
}

// takes is what the value of a keyword must be.
type takes int

const (
	anything takes = iota
	aSchema
	someSchemas
	namedSchemas
	itemSchemas      // a schema; before 2020-12 also a list of them
	schemasOrNames   // dependencies: a schema or a list of names for each name
	aText            //
	aCount           // a whole number from 0
	aNumber          //
	aLimit           // a number; in draft-04 true or false
	aFlag            //
	someNames        // texts
	someValues       //
	namesByName      // dependentRequired
	typeNames        // a text or a list of texts
	aMap             //
	messageInTongues // x-message
)

// keyword is what is known of a keyword: what it takes and in which drafts it counts.
type keyword struct {
	takes        takes
	since, until draft // zero: always
}

// keywords are those of draft-04 to 2020-12, then those by which editors explain.
var keywords = map[string]keyword{
	"$schema": {takes: aText}, "$ref": {takes: aText}, "$comment": {takes: aText},
	"$id": {takes: aText, since: draft06}, "id": {takes: aText, until: draft04},
	"$anchor": {aText, draft2019, 0}, "$dynamicAnchor": {aText, draft2020, 0}, "$dynamicRef": {aText, draft2020, 0},
	"$recursiveRef": {aText, draft2019, draft2019}, "$recursiveAnchor": {aFlag, draft2019, draft2019},
	"$vocabulary": {aMap, draft2019, 0}, "$defs": {takes: namedSchemas}, "definitions": {takes: namedSchemas},
	"allOf": {takes: someSchemas}, "anyOf": {takes: someSchemas}, "oneOf": {takes: someSchemas}, "not": {takes: aSchema},
	"if": {aSchema, draft07, 0}, "then": {aSchema, draft07, 0}, "else": {aSchema, draft07, 0},
	"type": {takes: typeNames}, "enum": {takes: someValues}, "const": {since: draft06},
	"multipleOf": {takes: aNumber}, "maximum": {takes: aNumber}, "minimum": {takes: aNumber},
	"exclusiveMaximum": {takes: aLimit}, "exclusiveMinimum": {takes: aLimit},
	"maxLength": {takes: aCount}, "minLength": {takes: aCount}, "pattern": {takes: aText}, "format": {takes: aText},
	"items": {takes: itemSchemas}, "prefixItems": {someSchemas, draft2020, 0}, "additionalItems": {aSchema, 0, draft2019},
	"unevaluatedItems": {aSchema, draft2019, 0}, "contains": {aSchema, draft06, 0},
	"maxContains": {aCount, draft2019, 0}, "minContains": {aCount, draft2019, 0},
	"maxItems": {takes: aCount}, "minItems": {takes: aCount}, "uniqueItems": {takes: aFlag},
	"properties": {takes: namedSchemas}, "patternProperties": {takes: namedSchemas}, "additionalProperties": {takes: aSchema},
	"propertyNames": {aSchema, draft06, 0}, "unevaluatedProperties": {aSchema, draft2019, 0},
	"maxProperties": {takes: aCount}, "minProperties": {takes: aCount}, "required": {takes: someNames},
	"dependentRequired": {namesByName, draft2019, 0}, "dependentSchemas": {namedSchemas, draft2019, 0},
	"dependencies":    {schemasOrNames, 0, draft07},
	"contentEncoding": {aText, draft07, 0}, "contentMediaType": {aText, draft07, 0}, "contentSchema": {aSchema, draft2019, 0},
	"title": {takes: aText}, "description": {takes: aText}, "default": {}, "examples": {someValues, draft06, 0},
	"deprecated": {aFlag, draft2019, 0}, "readOnly": {aFlag, draft07, 0}, "writeOnly": {aFlag, draft07, 0},

	"defaultSnippets": {takes: someValues}, "markdownDescription": {takes: aText}, "errorMessage": {}, "patternErrorMessage": {takes: aText},
	"enumDescriptions": {takes: someNames}, "markdownEnumDescriptions": {takes: someNames}, "deprecationMessage": {takes: aText},
	"doNotSuggest": {takes: aFlag}, "suggestSortText": {takes: aText}, "allowComments": {takes: aFlag}, "allowTrailingCommas": {takes: aFlag},
	"x-message": {takes: messageInTongues},
}

// formats are those that the drafts name.
var formats = []string{
	"date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "ipv4", "ipv6", "iri", "iri-reference",
	"json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid",
}

// typesOfJSON are all types that there are.
var typesOfJSON = []string{"array", "boolean", "integer", "null", "number", "object", "string"}

// otherTypes are what other languages call the types.
var otherTypes = map[string]string{
	"bool": "boolean", "decimal": "number", "dict": "object", "double": "number", "float": "number", "int": "integer", "list": "array",
	"long": "integer", "map": "object", "none": "null", "str": "string", "text": "string",
}

// words say what a keyword takes.
func (t takes) words() finding.Sentence {
	switch t {
	case aSchema, itemSchemas:
		return finding.Say("a schema (a map, true or false)")
	case someSchemas:
		return finding.Say("a list of schemas, at least one")
	case namedSchemas:
		return finding.Say("a map of names to schemas")
	case schemasOrNames:
		return finding.Say("a map of names to schemas or lists of names")
	case aText:
		return finding.Say("a text")
	case aCount:
		return finding.Say("a whole number from 0 up")
	case aNumber, aLimit:
		return finding.Say("a number")
	case aFlag:
		return finding.Say("true or false")
	case someNames:
		return finding.Say("a list of texts")
	case someValues:
		return finding.Say("a list")
	case namesByName:
		return finding.Say("a map of names to lists of names")
	case typeNames:
		return finding.Say("a type or a list of types")
	case messageInTongues:
		return finding.Say("a text for zh and one for en")
	}
	return finding.Say("a map of fields")
}

// fits reports whether a value is what a keyword takes in a draft; schemas inside
// it are judged by themselves.
func (t takes) fits(value any, d draft) bool {
	switch t {
	case aSchema:
		return isSchema(value)
	case someSchemas:
		list, _ := value.([]any)
		return len(list) > 0
	case namedSchemas, aMap:
		_, ok := value.(map[string]any)
		return ok
	case itemSchemas:
		_, isList := value.([]any)
		return isSchema(value) || isList && d < draft2020
	case schemasOrNames:
		return isMapOf(value, func(v any) bool { return isSchema(v) || isListOf(v, isText) })
	case aText:
		return isText(value)
	case aCount:
		n, ok := numberOf(value)
		return ok && n >= 0 && n == float64(int64(n))
	case aNumber:
		_, ok := numberOf(value)
		return ok
	case aLimit:
		_, isFlag := value.(bool)
		_, isNumber := numberOf(value)
		return isNumber && d > draft04 || isFlag && d == draft04
	case aFlag:
		_, ok := value.(bool)
		return ok
	case someNames:
		return isListOf(value, isText)
	case someValues:
		_, ok := value.([]any)
		return ok
	case namesByName:
		return isMapOf(value, func(v any) bool { return isListOf(v, isText) })
	case typeNames:
		return isText(value) || isListOf(value, isText)
	case messageInTongues:
		body, _ := value.(map[string]any)
		zh, _ := body["zh"].(string)
		en, _ := body["en"].(string)
		return zh != "" && en != ""
	}
	return true
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

func isSchema(v any) bool {
	switch v.(type) {
	case bool, map[string]any:
		return true
	}
	return false
}

func isListOf(v any, item func(any) bool) bool {
	list, ok := v.([]any)
	return ok && !slices.ContainsFunc(list, func(v any) bool { return !item(v) })
}

func isMapOf(v any, item func(any) bool) bool {
	body, ok := v.(map[string]any)
	for _, inner := range body {
		ok = ok && item(inner)
	}
	return ok
}

// numberOf is a JSON number as near as a float64 comes to it.
func numberOf(v any) (float64, bool) {
	switch n := v.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// draftOf is the draft that a schema names; without $schema it is the newest.
func draftOf(root any) (d draft, known bool) {
	body, _ := root.(map[string]any)
	name, said := body["$schema"].(string)
	if !said {
		return draft2020, true
	}
	d, known = draftURLs[strings.TrimSuffix(name, "#")]
	if !known {
		return draft2020, false
	}
	return d, true
}

// maxName is how long a name may be that is held against others; a longer one is no
// typing mistake, and would take long.
const maxName = 128

// nearName is the known name that a mistyped one most likely means.
func nearName(name string, known []string) (string, bool) {
	if len(name) > maxName {
		return "", false
	}
	return finding.Nearest(name, slices.DeleteFunc(slices.Clone(known), func(k string) bool { return len(k) > maxName }))
}

// nearestKeyword is the keyword that a misspelt one most likely means.
func nearestKeyword(name string) (string, bool) {
	return nearName(name, slices.Sorted(maps.Keys(keywords)))
}
