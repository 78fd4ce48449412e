package validator

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// said tries one keyword: one finding, with these words at this place.
var said = []struct {
	name         string
	schema, text string
	rule         string
	pointer      string
	place        finding.Place
	says, hint   string
}{
	{"type", `{"properties": {"a": {"title": "甲 / First", "type": "string"}}}`, "a: [1]\n", "schema/type", "/a", at12(4), "First (a): expected text; found a list", ""},
	{"number with a unit", `{"properties": {"a": {"type": "number"}}}`, "a: 15分钟\n", "schema/type", "/a", at12(4), "a: expected a number; found", "write the number alone: 15"},
	{"number with a percent sign", `{"properties": {"a": {"type": "number"}}}`, "a: 99.9％\n", "schema/type", "/a", at12(4), "a: expected a number; found", "write the number alone: 99.9"},
	{"nothing before a comment", `{"properties": {"a": {"type": "string"}}}`, "a: #1 库\n", "schema/type", "/a", at12(3), "found nothing", "the # begins a comment"},
	{"text for a list", `{"properties": {"a": {"type": "array"}}}`, "a: 现场、远程\n", "schema/type", "/a", at12(4), "expected a list", "“- 现场” “- 远程”"},
	{"labels for a list", `{"properties": {"a": {"type": "array", "items": {"enum": ["x", "z"], "enumDescriptions": ["现场 / On site", "远程 / Remote"]}}}}`, "a: 现场、远程\n", "schema/type", "/a", at12(4), "expected a list", "“- x” “- z”"},
	{"map for a list", `{"properties": {"a": {"type": "array"}}}`, "a: {b: 1}\n", "schema/type", "/a", at12(4), "expected a list", "begin each list item"},
	{"text for a map", `{"properties": {"a": {"type": "object", "properties": {"b": true, "c": {"enum": ["x", "y"]}}, "required": ["c"]}}}`, "a: 现场\n", "schema/type", "/a", at12(4), "expected a map", "such as “c: x”"},
	{"several types", `{"properties": {"a": {"type": ["string", "null"]}}}`, "a: true\n", "schema/type", "/a", at12(4), "a: expected text or null; found the value true", ""},
	{"number as written", `{"properties": {"a": {"type": "string"}}}`, "a: 1.10\n", "schema/type", "/a", at12(4), "found the number 1.10", `put the value in quotes: "1.10"`},
	{"root", `{"type": "object"}`, "- 1\n", "schema/type", "", at12(1), "the document: expected a map of fields; found a list", ""},
	{"odd name", `{"properties": {"a b": {"type": "string"}}}`, "a b: 1\n", "schema/type", "/a b", at12(6), `"a b": expected text`, `put the value in quotes: "1"`},
	{"const", `{"properties": {"a": {"const": "x"}}}`, "a: y\n", "schema/const", "/a", at12(4), `a: expected the value x; found the text "y"`, ""},
	{"const that looks like a number", `{"properties": {"a": {"const": "1"}}}`, "a: 1\n", "schema/const", "/a", at12(4), `a: expected the value "1"; found the number 1`, `put the value in quotes: "1"`},
	{"enum", `{"properties": {"a": {"enum": ["red", "green"]}}}`, "a: geren\n", "schema/enum", "/a", at12(4), "a: expected one of red, green; found", `did you mean "green"?`},
	{"enum in full width", `{"properties": {"a": {"enum": ["现场", "远程支持"]}}}`, "a: 远程支待\n", "schema/enum", "/a", at12(4), "expected one of 现场, 远程支持", `did you mean "远程支持"?`},
	{"signs in the list", `{"properties": {"a": {"enum": ["<=", ">="]}}}`, "a: 5\n", "schema/enum", "/a", at12(4), `expected one of "<=", ">="; found`, ""},
	{"enum near to a label", `{"properties": {"a": {"enum": ["physical", "data"], "enumDescriptions": ["物理资源 / Physical resources", "数据 / Data"]}}}`, "a: 物理资原\n", "schema/enum", "/a", at12(4), "expected one of physical, data; found", `did you mean "physical"?`},
	{"long list", `{"properties": {"a": {"enum": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]}}}`, "a: 0\n", "schema/enum", "/a", at12(4), "11, 12, …; found", ""},
	{"pattern", `{"properties": {"a": {"pattern": "^[0-9]{3}$", "examples": ["123"]}}}`, "a: x\n", "schema/pattern", "/a", at12(4), `a does not have the form that the schema asks for; found the text "x"`, `for example "123"`},
	{"pattern described", `{"properties": {"a": {"pattern": "^x", "description": "以 x 开头。It begins with x."}}}`, "a: b\n", "schema/pattern", "/a", at12(4), "does not have the form", "It begins with x."},
	{"pattern in small letters", `{"properties": {"a": {"pattern": "^SVC-[0-9]+$"}}}`, "a: svc-０１２\n", "schema/pattern", "/a", at12(4), "does not have the form", `did you mean "SVC-012"?`},
	{"pattern with words", `{"properties": {"a": {"pattern": "^x", "x-message": {"zh": "应以 x 开头", "en": "expected x first"}}}}`, "a: b\n", "schema/pattern", "/a", at12(4), `a: expected x first; found the text "b"`, ""},
	{"format", `{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"format": "ipv4"}}}`, "a: b\n", "schema/format", "/a", at12(4), "a: expected an address such as 192.0.2.1; found", ""},
	{"minLength", `{"properties": {"a": {"minLength": 3}}}`, "a: 运维\n", "schema/min-length", "/a", at12(4), "a: expected at least 3 characters; found 2", ""},
	{"maxLength", `{"properties": {"a": {"maxLength": 1}}}`, "a: 运维\n", "schema/max-length", "/a", at12(4), "at most one character; found 2", ""},
	{"minimum", `{"properties": {"a": {"minimum": 1.5}}}`, "a: 1\n", "schema/minimum", "/a", at12(4), "expected 1.5 or more; found the number 1", ""},
	{"exclusiveMinimum", `{"properties": {"a": {"exclusiveMinimum": 0}}}`, "a: 0\n", "schema/exclusive-minimum", "/a", at12(4), "expected more than 0; found", ""},
	{"exclusiveMaximum", `{"properties": {"a": {"exclusiveMaximum": 10}}}`, "a: 10\n", "schema/exclusive-maximum", "/a", at12(4), "expected less than 10; found", ""},
	{"maximum", `{"properties": {"a": {"maximum": 10}}}`, "a: 11\n", "schema/maximum", "/a", at12(4), "expected 10 or less; found", ""},
	{"multipleOf", `{"properties": {"a": {"multipleOf": 0.5}}}`, "a: 1.3\n", "schema/multiple-of", "/a", at12(4), "expected a multiple of 0.5; found the number 1.3", ""},
	{"minItems", `{"properties": {"a": {"minItems": 2}}}`, "a: [1]\n", "schema/min-items", "/a", at12(4), "expected at least 2 items; found 1", ""},
	{"maxItems", `{"properties": {"a": {"maxItems": 1}}}`, "a: [1, 2]\n", "schema/max-items", "/a", at12(4), "expected at most one item; found 2", ""},
	{"maxProperties", `{"maxProperties": 1}`, "a: 1\nb: 2\n", "schema/max-properties", "", at12(1), "the document: expected at most one field; found 2", ""},
	{"uniqueItems", `{"uniqueItems": true}`, "[1, 2, 1.0]\n", "schema/unique-items", "/2", at12(8), "the same item stands here twice", "keep one of the two"},
	{"contains", `{"properties": {"a": {"contains": {"type": "integer"}}}}`, "a: [x]\n", "schema/min-contains", "/a", at12(4), "a: expected at least 1 of this kind: a whole number; found 0", ""},
	{"maxContains", `{"properties": {"a": {"contains": {"const": "x"}, "maxContains": 1}}}`, "a: [x, x]\n", "schema/max-contains", "/a", at12(4), "expected at most 1 of this kind: x; found 2", ""},
	{"prefixItems", `{"prefixItems": [{"type": "string"}]}`, "[1]\n", "schema/type", "/0", at12(2), "the document, item 1: expected text; found the number 1", `put the value in quotes: "1"`},
	{"items false", `{"prefixItems": [true], "items": false}`, "[1, 2]\n", "schema/max-items", "/1", at12(5), "the document, item 2: no item may stand here", ""},
	{"additionalItems", `{"$schema": "http://json-schema.org/draft-07/schema#", "items": [true], "additionalItems": false}`, "[1, 2]\n", "schema/additional-items", "", at12(1), "expected at most one item; found 2", ""},
	{"unevaluatedItems", `{"prefixItems": [true], "unevaluatedItems": false}`, "[1, 2]\n", "schema/max-items", "/1", at12(5), "item 2: no item may stand here", ""},
	{"required", `{"title": "单 / Sheet", "required": ["owner"]}`, "name: x\n", "schema/required", "", at12(1), "the field owner is missing in: Sheet", ""},
	{"required, misspelt in an open map", `{"required": ["owner"]}`, "onwer: x\n", "schema/required", "", at12(1), "the field owner is missing", `is "onwer" meant to be "owner"?`},
	{"required in a map below", `{"properties": {"a": {"required": ["b"]}}}`, "a:\n  c: 1\n", "schema/required", "/a", at12(1), "the field b is missing in: a", ""},
	{"required in an item", `{"items": {"required": ["b"]}}`, "- c: 1\n", "schema/required", "/0", at12(3), "the field b is missing in: the document, item 1", ""},
	{"required by two parts", `{"required": ["b"], "allOf": [{"required": ["b"]}]}`, "c: 1\n", "schema/required", "", at12(1), "the field b is missing", ""},
	{"dependentRequired", `{"dependentRequired": {"a": ["b"]}}`, "a: 1\n", "schema/required", "", at12(1), "the field b is missing", "it is needed because a is there"},
	{"dependencies", `{"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"]}}`, "a: 1\n", "schema/required", "", at12(1), "the field b is missing", "because a is there"},
	{"additionalProperties", `{"properties": {"name": true}, "additionalProperties": false}`, "size: 1\n", "schema/unknown-key", "/size", at12(1), "the field size is not known in: the document", ""},
	{"unevaluatedProperties", `{"allOf": [{"properties": {"name": true}}], "unevaluatedProperties": false}`, "nmae: 1\n", "schema/unknown-key", "/nmae", at12(1), "the field nmae is not known", `did you mean "name"?`},
	{"unevaluated only because of another fault", `{"allOf": [{"properties": {"name": {"type": "string"}}}], "unevaluatedProperties": false}`, "name: []\n", "schema/type", "/name", at12(7), "name: expected text", ""},
	{"field that is false", `{"properties": {"a": false}}`, "a: 1\n", "schema/not-allowed", "/a", at12(1), "the field a is not allowed here", ""},
	{"propertyNames", `{"propertyNames": {"maxLength": 2}}`, "abc: 1\n", "schema/name", "/abc", at12(1), `the name "abc": expected at most 2 characters; found 3`, ""},
	{"propertyNames among", `{"propertyNames": {"enum": ["name"]}}`, "nmae: 1\n", "schema/name", "/nmae", at12(1), `the name "nmae" is none of these: name`, `did you mean "name"?`},
	{"propertyNames of a form", `{"propertyNames": {"pattern": "^[A-Z]+$", "examples": ["UPPER"]}}`, "lower: 1\n", "schema/name", "/lower", at12(1), `the name "lower" does not have the form that the schema asks for`, "for example UPPER"},
	{"pattern with the field's example", `{"properties": {"a": {"examples": ["AB"], "allOf": [{"pattern": "^[A-Z]+$"}]}}}`, "a: 1b\n", "schema/pattern", "/a", at12(4), "does not have the form", "for example AB"},
	{"a field called propertyNames", `{"properties": {"propertyNames": {"maxLength": 2}}}`, "propertyNames: abc\n", "schema/max-length", "/propertyNames", at12(16), "expected at most 2 characters", ""},
	{"false", `false`, "a: 1\n", "schema/not-allowed", "", at12(1), "the document: nothing may stand here", ""},
	{"not", `{"properties": {"a": {"not": {"const": "x"}}}}`, "a: x\n", "schema/not", "/a", at12(4), "a may not be x", ""},
	{"not of a type", `{"properties": {"a": {"not": {"type": "string"}}}}`, "a: x\n", "schema/not", "/a", at12(4), "a may not be text", ""},
	{"not with a field", `{"not": {"required": ["a"]}}`, "a: x\n", "schema/not", "", at12(1), "the document may not have a", ""},
	{"then", `{"if": {"properties": {"status": {"const": "published"}}, "required": ["status"]}, "then": {"required": ["approver"]}}`, "status: published\n", "schema/required", "", at12(1), "the field approver is missing", "this is asked because status is published"},
	{"else", `{"if": {"properties": {"kind": {"not": {"const": "x"}}}}, "else": {"required": ["b"]}}`, "kind: x\n", "schema/required", "", at12(1), "the field b is missing", "because kind is x"},
	{"anyOf by type", `{"properties": {"a": {"anyOf": [{"type": "integer", "minimum": 5}, {"type": "object"}]}}}`, "a: 3\n", "schema/minimum", "/a", at12(4), "expected 5 or more", ""},
	{"anyOf of other types", `{"properties": {"a": {"anyOf": [{"type": "integer"}, {"type": "object"}]}}}`, "a: x\n", "schema/type", "/a", at12(4), "a: expected a whole number or a map of fields; found", ""},
	{"anyOf by kind", `{"oneOf": [{"properties": {"kind": {"const": "dog"}}, "required": ["bark", "tail"]}, {"properties": {"kind": {"const": "cat"}, "purr": {"type": "boolean"}}}]}`, "kind: cat\npurr: loud\n", "schema/type", "/purr", finding.Place{Line: 2, Column: 7}, "purr: expected true or false", ""},
	{"anyOf of unknown kind", `{"oneOf": [{"properties": {"kind": {"const": "dog"}}, "required": ["bark"]}, {"properties": {"kind": {"const": "cat"}}}]}`, "kind: cta\n", "schema/enum", "/kind", at12(7), "kind: expected one of dog, cat; found", `did you mean "cat"?`},
	{"anyOf of values", `{"properties": {"a": {"anyOf": [{"const": "x"}, {"enum": ["v", "z"]}]}}}`, "a: w\n", "schema/enum", "/a", at12(4), "expected one of x, v, z; found", ""},
	{"anyOf by depth", `{"anyOf": [{"required": ["z"]}, {"properties": {"a": {"properties": {"b": {"type": "string"}}}}}]}`, "a:\n  b: []\n", "schema/type", "/a/b", finding.Place{Line: 2, Column: 6}, "b: expected text", ""},
	{"anyOf by fields", jobs, "runs_on: x\ntimeout-minutes: 1000\nsteps: []\n", "schema/unknown-key", "/runs_on", at12(1), "runs_on is not known", `did you mean "runs-on"?`},
	{"anyOf by fields, a wrong value", jobs, "runs-on: x\ntimeout-minutes: soon\nsteps: []\nif: a\n", "schema/type", "/timeout-minutes", finding.Place{Line: 2, Column: 18}, "expected a number", ""},
	{"anyOf without a nearest", `{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}`, "c: 1\n", "schema/any-of", "", at12(1), "the document fits none of the alternatives: a map with a or a map with b", ""},
	{"oneOf twice", `{"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}`, "a: 1\nb: 1\n", "schema/one-of", "", at12(1), "fits several alternatives and may fit only one: a map with a or a map with b", ""},
	{"full-width colon", `{"properties": {"a": {"type": "object"}}}`, "a: b：c\n", "yaml/full-width-colon", "/a", at12(4), "expected a map of fields", "ASCII colon"},
	{"reference", `{"$defs": {"x": {"title": "号码 / Number", "type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/x"}}}`, "a: x\n", "schema/type", "/a", at12(4), "Number (a): expected a whole number", ""},
	{"recursion", `{"properties": {"next": {"$ref": "#"}, "n": {"type": "integer"}}}`, "next: {next: {n: x}}\n", "schema/type", "/next/next/n", at12(18), "n: expected a whole number", ""},
	{"pattern of names", `{"patternProperties": {"^x-": {"title": "附加 / Extra", "type": "string"}}}`, "x-a: []\n", "schema/type", "/x-a", at12(6), "Extra (x-a): expected text", ""},
	{"percent and slash in names", `{"properties": {"a/b%c": {"properties": {"d~e": {"type": "string"}}}}}`, "a/b%c: {d~e: 1}\n", "schema/type", "/a~1b%c/d~0e", at12(14), `"d~e": expected text`, "in quotes"},
	{"meta-schema", `{"$ref": "https://json-schema.org/draft/2020-12/schema"}`, "minLength: x\n", "schema/type", "/minLength", at12(12), "minLength: expected a whole number", ""},
	{"content", `{"$schema": "http://json-schema.org/draft-07/schema#", "contentEncoding": "base64"}`, "$\n", "schema/content-encoding", "", at12(1), "the document does not hold base64", ""},
}

// jobs are those of a workflow: one that runs here, or one that is used from elsewhere.
const jobs = `{"oneOf": [
	{"type": "object", "required": ["uses"], "properties": {"uses": {"type": "string"}, "if": {"type": "string"}}},
	{"type": "object", "required": ["runs-on"], "additionalProperties": false, "properties": {
		"runs-on": {"type": "string"}, "timeout-minutes": {"type": "number"}, "if": {"type": "string"},
		"steps": {"type": "array"}, "env": {"type": "object"}, "outputs": {"type": "object"}}}]}`

func at12(column int) finding.Place { return finding.Place{Line: 1, Column: column} }

func TestWordsOfEachKeyword(t *testing.T) {
	for _, c := range said {
		fs := against(t, c.schema, c.text)
		if len(fs) != 1 {
			t.Errorf("%s: got %d findings: %s", c.name, len(fs), tell(fs))
			continue
		}
		f := fs[0]
		if f.Rule != c.rule || f.Pointer != c.pointer || f.Start != c.place || f.End == (finding.Place{}) {
			t.Errorf("%s: got %s at %q %v to %v", c.name, f.Rule, f.Pointer, f.Start, f.End)
		}
		if !strings.Contains(f.Message.String(), c.says) || !strings.Contains(f.Hint.String(), c.hint) || c.hint == "" && !f.Hint.IsZero() {
			t.Errorf("%s: got %s", c.name, tell(fs))
		}
	}
}

// A regular expression tells nothing to those who write catalogues.
func TestNoPatternIsEverShown(t *testing.T) {
	for _, c := range said {
		for _, f := range against(t, c.schema, c.text) {
			if text := f.Message.String() + f.Hint.String(); strings.ContainsAny(text, "^$") && !strings.Contains(c.text, "$") {
				t.Errorf("%s: %s", c.name, text)
			}
		}
	}
}

// mended tries the edits that are safe.
var mended = []struct {
	name               string
	schema, text, want string // want is "" where a person must decide
}{
	{"misspelt key", `{"properties": {"owner": true}, "additionalProperties": false}`, "onwer: x # who\n", "owner: x # who\n"},
	{"key in capitals", `{"properties": {"serviceHours": true}, "additionalProperties": false}`, "Service_Hours: x\n", "serviceHours: x\n"},
	{"key near to two", `{"properties": {"start": true, "stars": true}, "additionalProperties": false}`, "stare: x\n", ""},
	{"short key", `{"properties": {"tz": true}, "additionalProperties": false}`, "to: x\n", ""},
	{"key whose value would be wrong", `{"properties": {"owner": {"type": "integer"}}, "additionalProperties": false}`, "onwer: x\n", ""},
	{"key that is there already", `{"properties": {"owner": true}, "additionalProperties": false}`, "owner: y\nonwer: x\n", ""},
	{"enum in capitals", `{"properties": {"a": {"enum": ["remote", "onsite"]}}}`, "a: 'Remote'\n", "a: remote\n"},
	{"enum misspelt", `{"properties": {"a": {"enum": ["remote", "onsite"]}}}`, "a: remotte\n", ""},
	{"enum that needs quotes", `{"properties": {"a": {"enum": ["Yes"]}}}`, "a: YES it\n", ""},
	{"enum in full width", `{"properties": {"a": {"enum": ["<=", ">="]}}}`, "a: ＞＝\n", "a: \">=\"\n"},
	{"enum by its sign", `{"properties": {"a": {"enum": ["<=", ">="]}}}`, "a: ≤\n", "a: \"<=\"\n"},
	{"enum in quotation marks", `{"properties": {"a": {"enum": ["<=", ">="]}}}`, "a: ‘>=’\n", "a: \">=\"\n"},
	{"enum with a blank", `{"properties": {"a": {"enum": ["two_weeks", "week"]}}}`, "a: two weeks\n", "a: two_weeks\n"},
	{"enum by its label", labelled, "a: 物理资源\n", "a: physical\n"},
	{"enum by its English label", labelled, "a: physical resources\n", "a: physical\n"},
	{"enum by a label of two", `{"properties": {"a": {"enum": ["x", "y"], "enumDescriptions": ["甲 / A", "甲 / B"]}}}`, "a: 甲\n", ""},
	{"key by its title", `{"properties": {"owner": {"title": "负责人 / Owner in charge"}}, "required": ["owner"], "additionalProperties": false}`, "负责人: x\n", "owner: x\n"},
	{"number in quotes", `{"properties": {"a": {"type": "integer"}}}`, "a: \"15\"\n", "a: 15\n"},
	{"number in full width", `{"properties": {"a": {"type": "integer"}}}`, "a: １５\n", "a: 15\n"},
	{"number with a comma", `{"properties": {"a": {"type": "integer"}}}`, "a: 1,500\n", "a: 1500\n"},
	{"number with a full-width comma", `{"properties": {"a": {"type": "number"}}}`, "a: 1，500.5\n", "a: 1500.5\n"},
	{"number with a unit", `{"properties": {"a": {"type": "number"}}}`, "a: 15分钟\n", ""},
	{"fraction for a whole number", `{"properties": {"a": {"type": "integer"}}}`, "a: \"1.5\"\n", ""},
	{"constant in quotes", `{"properties": {"a": {"const": 1}}}`, "a: \"1\"\n", "a: 1\n"},
	{"truth in other words", `{"properties": {"a": {"type": "boolean"}}}`, "a: yes\n", "a: true\n"},
	{"truth in Chinese", `{"properties": {"a": {"type": "boolean"}}}`, "a: 否\n", "a: false\n"},
	{"truth in quotes", `{"properties": {"a": {"type": "boolean"}}}`, "a: 'True'\n", "a: true\n"},
	{"date with slashes", dated, "a: 2026/6/30\n", "a: \"2026-06-30\"\n"},
	{"date in Chinese", dated, "a: 2026年6月30日\n", "a: \"2026-06-30\"\n"},
	{"date without hyphens", dated, "a: 20260630\n", "a: \"2026-06-30\"\n"},
	{"day that there is not", dated, "a: 2026/2/30\n", ""},
	{"number for text", `{"properties": {"a": {"type": "string"}}}`, "a: 1.10\n", "a: \"1.10\"\n"},
	{"number that would not fit", `{"properties": {"a": {"type": "string", "pattern": "^v"}}}`, "a: 1.10\n", ""},
	{"number for a choice", `{"properties": {"a": {"enum": ["2026"]}}}`, "a: 2026\n", "a: \"2026\"\n"},
	{"truth for text", `{"properties": {"a": {"type": "string"}}}`, "a: true\n", ""},
}

const dated = `{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"type": "string", "format": "date"}}}`

const labelled = `{"properties": {"a": {"enum": ["physical", "x"], "enumDescriptions": ["物理资源 / Physical resources", "其他，另述 / Other"]}}}`

func TestChineseListHasLabels(t *testing.T) {
	fs := against(t, labelled, "a: 5\n")
	for lang, want := range map[string]string{"zh-CN": "physical（物理资源）、x（其他）", "en": "physical, x"} {
		if got := fs[0].Message.Args[1].(choices).In(lang); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestFieldByItsTitleIsOneFinding(t *testing.T) {
	text := strings.Replace(sample(t, Service), "category: platform", "运维对象: 平台资源", 1)
	fs := check(New(), Service, text)
	if len(fs) != 1 || fs[0].Rule != ruleUnknown || !strings.Contains(tell(fs), `did you mean "category"?`) {
		t.Fatalf("got %s", tell(fs))
	}
	text = string(document.Apply([]byte(text), fs[0].Fix))
	if fs = check(New(), Service, text); len(fs) != 1 {
		t.Fatalf("got %s", tell(fs))
	}
	if got := string(document.Apply([]byte(text), fs[0].Fix)); got != sample(t, Service) {
		t.Errorf("got %s", got)
	}
}

func TestFixesAreSafe(t *testing.T) {
	for _, c := range mended {
		fs := against(t, c.schema, c.text)
		if len(fs) != 1 {
			t.Errorf("%s: got %s", c.name, tell(fs))
			continue
		}
		got := ""
		if len(fs[0].Fix) > 0 {
			e := fs[0].Fix[0]
			got = c.text[:e.Offset] + e.Text + c.text[e.Offset+e.Length:]
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if got != "" {
			if left := against(t, c.schema, got); len(left) > 0 {
				t.Errorf("%s: still %s", c.name, tell(left))
			}
		}
	}
}

func TestJSONKeepsItsQuotes(t *testing.T) {
	const text = `{"onwer": "x"}`
	docs, _ := document.ParseAll("f.json", []byte(text))
	fs := opened(t, `{"properties": {"owner": true}, "additionalProperties": false}`).Check(docs[0])
	if len(fs) != 1 || len(fs[0].Fix) != 1 || fs[0].Fix[0] != (finding.Edit{Offset: 1, Length: 7, Text: `"owner"`}) {
		t.Errorf("got %+v", fs)
	}
}
