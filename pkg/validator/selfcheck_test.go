package validator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/schemas"
)

// selfChecked reads a schema and checks it, as a caller would.
func selfChecked(file, text string) []finding.Finding {
	doc, fs := readSchema(file, []byte(text))
	return append(fs, SelfCheck(doc)...)
}

func told(fs []finding.Finding) string {
	var b strings.Builder
	for _, f := range fs {
		fmt.Fprintf(&b, "%d:%d-%d:%d %s %s: %s", f.Start.Line, f.Start.Column, f.End.Line, f.End.Column, f.Severity, f.Rule, f.Message)
		if !f.Hint.IsZero() {
			fmt.Fprintf(&b, " (%s)", f.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestTheEmbeddedSchemasAreSound(t *testing.T) {
	entries, err := schemas.FS.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := schemas.FS.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if got := told(selfChecked(e.Name(), string(text))); got != "" {
			t.Errorf("%s:\n%s", e.Name(), got)
		}
	}
}

// selfCases are schemas and what is said of them.
var selfCases = []struct{ name, schema, want string }{
	{"names of fields are no keywords", "properties:\n  requierd: {type: string, x-note: mine}\n", ""},
	{"true and false are schemas", "not: false\nx-order: [a]\nproperties: {a: true}\n", ""},
	{"values are no schemas", "enum: [{typo: 1}]\nconst: {typo: 1}\nexamples: [{typo: 1}]\ndefault: {typo: 1}\n", ""},
	{
		"misspelt keyword", "requierd: [a]\n",
		"1:1-1:9 error meta/unknown-keyword: there is no keyword \"requierd\"; it would be passed over (did you mean \"required\"?)\n",
	},
	{
		"keyword of another kind", "nullable: true\n",
		"1:1-1:9 warning meta/unknown-keyword: there is no keyword \"nullable\"; it would be passed over (let the name of a keyword of your own begin with x-)\n",
	},
	{
		"nested", "properties:\n  a:\n    items:\n      - {}\n    anyOf:\n      - minLenght: 1\n",
		"4:7-4:11 error meta/value: the keyword \"items\" takes a schema (a map, true or false); found a list (for items by their place, write \"prefixItems\")\n" +
			"6:9-6:18 error meta/unknown-keyword: there is no keyword \"minLenght\"; it would be passed over (did you mean \"minLength\"?)\n",
	},
	{
		"every place of a schema", "allOf: [{a: 1}]\nif: {a: 1}\n$defs: {x: {a: 1}}\npatternProperties: {x: {a: 1}}\nadditionalProperties: {a: 1}\ndependentSchemas: {x: {a: 1}}\nprefixItems: [{a: 1}]\nitems: {a: 1}\n",
		"1:10-1:11 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n" +
			"2:6-2:7 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n" +
			"3:13-3:14 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n" +
			"4:25-4:26 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n" +
			"5:24-5:25 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n" +
			"6:24-6:25 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n" +
			"7:16-7:17 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n" +
			"8:9-8:10 warning meta/unknown-keyword: there is no keyword \"a\"; it would be passed over (let the name of a keyword of your own begin with x-)\n",
	},
	{
		"values that do not fit", "type: 5\nrequired: yes\nproperties: [a]\nminLength: -1\nmaxLength: 1.5\npattern: 5\nallOf: []\nuniqueItems: 1\nenum: a\nitems: 3\n$defs: {a: 1}\nx-message: {zh: 中}\n",
		"1:7-1:8 error meta/value: the keyword \"type\" takes a type or a list of types; found the number 5\n" +
			"2:11-2:14 error meta/value: the keyword \"required\" takes a list of texts; found the text \"yes\"\n" +
			"3:13-3:16 error meta/value: the keyword \"properties\" takes a map of names to schemas; found a list\n" +
			"4:12-4:14 error meta/value: the keyword \"minLength\" takes a whole number from 0 up; found the number -1\n" +
			"5:12-5:15 error meta/value: the keyword \"maxLength\" takes a whole number from 0 up; found the number 1.5\n" +
			"6:10-6:11 error meta/value: the keyword \"pattern\" takes a text; found the number 5\n" +
			"7:8-7:10 error meta/value: the keyword \"allOf\" takes a list of schemas, at least one; found a list\n" +
			"8:14-8:15 error meta/value: the keyword \"uniqueItems\" takes true or false; found the number 1\n" +
			"9:7-9:8 error meta/value: the keyword \"enum\" takes a list; found the text \"a\"\n" +
			"10:8-10:9 error meta/value: the keyword \"items\" takes a schema (a map, true or false); found the number 3\n" +
			"11:12-11:13 error meta/value: expected a schema; found the number 1\n" +
			"12:12-12:19 error meta/value: the keyword \"x-message\" takes a text for zh and one for en; found a map of fields\n",
	},
	{
		"types", "anyOf:\n  - {type: txt}\n  - {type: strng}\n  - {type: [string, int]}\n  - {type: [string, string]}\n",
		"2:12-2:15 error meta/type: there is no type \"txt\" (the types are array, boolean, integer, null, number, object, string)\n" +
			"3:12-3:17 error meta/type: there is no type \"strng\" (did you mean \"string\"?)\n" +
			"4:21-4:24 error meta/type: there is no type \"int\" (did you mean \"integer\"?)\n" +
			"5:21-5:27 error meta/repeated: the text \"string\" stands here a second time (keep one of the two)\n",
	},
	{
		"formats", "anyOf:\n  - {format: datetime}\n  - {format: int32}\n  - {format: date-time}\n",
		"2:14-2:22 error meta/format: there is no format \"datetime\"; nothing would be checked (did you mean \"date-time\"?)\n" +
			"3:14-3:19 warning meta/format: there is no format \"int32\"; nothing would be checked\n",
	},
	{
		"patterns", "anyOf:\n  - {pattern: '^(a'}\n  - {pattern: '^(?!a)b$'}\n  - {pattern: '(?<=a)b'}\n  - {pattern: '(a)\\1'}\n  - {pattern: '[z-a]'}\n  - {pattern: '*a'}\n  - {pattern: '^\\\\u$'}\n  - {pattern: '\\u4e00'}\npatternProperties: {'[': {}}\n",
		"2:15-2:20 error meta/pattern: the pattern cannot be read from here on: ^(a (look for a bracket without its partner, a count with nothing before it, or a range that runs backwards)\n" +
			"3:15-3:25 error meta/pattern: the pattern looks ahead or behind ((?!), which sc does not do (say it with a second pattern under allOf or not)\n" +
			"4:15-4:24 error meta/pattern: the pattern looks ahead or behind ((?<=a)b), which sc does not do (say it with a second pattern under allOf or not)\n" +
			"5:15-5:22 error meta/pattern: \\1 in a pattern cannot be read (write the character itself; sc knows no back references)\n" +
			"6:15-6:22 error meta/pattern: the pattern cannot be read from here on: z-a (look for a bracket without its partner, a count with nothing before it, or a range that runs backwards)\n" +
			"7:15-7:19 error meta/pattern: the pattern cannot be read from here on: * (look for a bracket without its partner, a count with nothing before it, or a range that runs backwards)\n" +
			"9:15-9:23 error meta/pattern: \\u in a pattern cannot be read (write the character itself; sc knows no back references)\n" +
			"10:21-10:24 error meta/pattern: the pattern cannot be read from here on: [ (look for a bracket without its partner, a count with nothing before it, or a range that runs backwards)\n",
	},
	{
		"patterns of Go only", "anyOf:\n  - {pattern: '\\Aa\\z'}\n  - {pattern: '(?i)a'}\n  - {pattern: '\\p{Han}'}\n  - {pattern: '\\p{Lu}(?:a)\\\\A'}\n  - {pattern: '[[:alpha:]]'}\n",
		"2:15-2:22 warning meta/pattern: other validators (ECMA-262) read \\A in a pattern otherwise, or not at all (use letters, ranges such as [0-9], groups and counts only)\n" +
			"3:15-3:22 warning meta/pattern: other validators (ECMA-262) read (?i) in a pattern otherwise, or not at all (use letters, ranges such as [0-9], groups and counts only)\n" +
			"4:15-4:24 warning meta/pattern: other validators (ECMA-262) read \\p{Han} in a pattern otherwise, or not at all (use letters, ranges such as [0-9], groups and counts only)\n" +
			"6:15-6:28 warning meta/pattern: other validators (ECMA-262) read [[:alpha:] in a pattern otherwise, or not at all (use letters, ranges such as [0-9], groups and counts only)\n",
	},
	{
		"repeated", "enum: [a, b, a, 1, 1.0, {x: 1}, {x: 1}]\nrequired: [a, a]\n",
		"1:14-1:15 error meta/repeated: the text \"a\" stands here a second time (keep one of the two)\n" +
			"1:20-1:23 error meta/repeated: the number 1.0 stands here a second time (keep one of the two)\n" +
			"1:33-1:39 error meta/repeated: a map of fields stands here a second time (keep one of the two)\n" +
			"2:15-2:16 error meta/repeated: the text \"a\" stands here a second time (keep one of the two)\n",
	},
	{
		"enum beside type", "type: string\nenum: [a, 1, yes, true]\nenumDescriptions: [a]\n",
		"2:11-2:12 error meta/enum: the number 1 can never stand here: the type is string\n" +
			"2:19-2:23 error meta/enum: the value true can never stand here: the type is string\n" +
			"3:19-3:22 error meta/enum: enumDescriptions explains 1 values, but enum has 4\n",
	},
	{
		"required of a closed map", "additionalProperties: false\nproperties: {name: {}, code: {}}\npatternProperties: {'^x': {}}\nrequired: [nmae, name, xyz, other]\n",
		"4:12-4:16 error meta/required: the field \"nmae\" is required, but properties does not list it and nothing else may stand here (did you mean \"name\"?)\n" +
			"4:29-4:34 error meta/required: the field \"other\" is required, but properties does not list it and nothing else may stand here (add it to properties, or take it out of required)\n",
	},
	{"required of an open map", "properties: {name: {}}\nrequired: [other]\n", ""},
	{
		"limits", "minLength: 3\nmaxLength: 2\nminimum: 1\nmaximum: 1\nexclusiveMinimum: 1\nminItems: 1\nmaxItems: 1\n",
		"1:12-1:13 error meta/range: no value can meet both minLength 3 and maxLength 2\n" +
			"5:19-5:20 error meta/range: no value can meet both exclusiveMinimum 1 and maximum 1\n",
	},
	{
		"references", "$defs: {text: {$anchor: here}, id: {}}\nanyOf:\n  - {$ref: '#'}\n  - {$ref: '#/$defs/text'}\n  - {$ref: '#/$defs/txt'}\n  - {$ref: '#here'}\n  - {$ref: '#there'}\n  - {$ref: '#/anyOf/0'}\n  - {$ref: '#/anyOf'}\n  - {$ref: 'other.json#/x'}\n  - {$ref: 'https://example.com/x'}\n",
		"5:12-5:25 error meta/ref: the reference \"#/$defs/txt\" leads to nothing (did you mean \"#/$defs/text\"?)\n" +
			"7:12-7:20 error meta/ref: the reference \"#there\" leads to nothing\n" +
			"9:12-9:21 error meta/ref: the reference \"#/anyOf\" leads to something that is no schema\n",
	},
	{
		"references to sc's own", "anyOf:\n  - {$ref: 'https://service-catalogue.github.io/sc/schemas/common.schema.json#/$defs/text'}\n  - {$ref: 'https://service-catalogue.github.io/sc/schemas/common.schema.json#/$defs/txet'}\n  - {$ref: 'https://service-catalogue.github.io/sc/schemas/nothing.schema.json'}\n",
		"3:12-3:91 error meta/ref: the reference \"https://service-catalogue.github.io/sc/schemas/common.schema.json#/$defs/txet\" leads to nothing (did you mean \"https://service-catalogue.github.io/sc/schemas/common.schema.json#/$defs/text\"?)\n" +
			"4:12-4:80 error meta/ref: the reference \"https://service-catalogue.github.io/sc/schemas/nothing.schema.json\" leads to something that is no schema\n",
	},
	{
		"schemas with addresses of their own", "$id: https://example.com/a.json\n$defs:\n  b: {$id: b.json, $defs: {c: {}}, $ref: '#/$defs/c'}\n  d: {$ref: '#/$defs/c'}\nanyOf:\n  - {$ref: 'b.json#/$defs/c'}\n  - {$ref: 'b.json#/$defs/d'}\n  - {$ref: 'a.json#/$defs/b'}\n",
		"4:13-4:24 error meta/ref: the reference \"#/$defs/c\" leads to nothing (did you mean \"#/$defs/b\"?)\n" +
			"7:12-7:29 error meta/ref: the reference \"b.json#/$defs/d\" leads to nothing (did you mean \"b.json#/$defs/c\"?)\n",
	},
	{
		"an unknown draft", "$schema: https://json-schema.org/draft/2020-21/schema\n",
		"1:10-1:54 error meta/draft: the draft \"https://json-schema.org/draft/2020-21/schema\" is not known (such as “https://json-schema.org/draft/2020-12/schema”, which is also meant where $schema is left out)\n",
	},
	{
		"2020-12 has no dependencies", "dependencies: {a: [b]}\nadditionalItems: false\nitems: [{}]\n",
		"1:1-1:13 warning meta/draft: the keyword \"dependencies\" is none of this draft of JSON Schema; validators may pass over it\n" +
			"2:1-2:16 warning meta/draft: the keyword \"additionalItems\" is none of this draft of JSON Schema; validators may pass over it\n" +
			"3:8-3:12 error meta/value: the keyword \"items\" takes a schema (a map, true or false); found a list (for items by their place, write \"prefixItems\")\n",
	},
	{
		"draft-07", "$schema: http://json-schema.org/draft-07/schema#\ndependencies: {a: [b], c: {typo: 1}}\nitems: [{}]\nprefixItems: [{}]\n$ref: '#foo'\ndefinitions: {a: {$id: '#foo'}}\n",
		"2:28-2:32 error meta/unknown-keyword: there is no keyword \"typo\"; it would be passed over (did you mean \"type\"?)\n" +
			"4:1-4:12 warning meta/draft: the keyword \"prefixItems\" is none of this draft of JSON Schema; validators may pass over it\n",
	},
	{
		"draft-04", "$schema: http://json-schema.org/draft-04/schema#\nid: http://example.com/x\nminimum: 1\nexclusiveMinimum: true\nconst: 1\n",
		"5:1-5:6 warning meta/draft: the keyword \"const\" is none of this draft of JSON Schema; validators may pass over it\n",
	},
	{
		"no schema", "- 1\n",
		"1:1-1:4 error meta/value: expected a schema; found a list\n",
	},
	{
		"a published one", "$id: https://service-catalogue.github.io/sc/schemas/new.schema.json\ntitle: 新 / New\ndescription: 新的。A new one.\nproperties:\n  a: {title: Only English, description: 只有中文。, enum: [x], enumDescriptions: [y]}\n  b: {title: 乙 / B, description: 乙。B., pattern: ^b$}\nif: {properties: {c: {enum: [x]}}}\n",
		"5:3-5:4 error meta/untold: the description must be in both languages, as “中文。English.”\n" +
			"5:3-5:4 error meta/untold: the title must be in both languages, as “中文 / English”\n" +
			"5:54-5:57 error meta/untold: enum needs a text in both languages for each value, in enumDescriptions\n" +
			"6:49-6:52 error meta/untold: pattern needs an x-message that says in both languages what is expected\n",
	},
}

// what editors offer must be what the schema takes.
func TestExamplesAreValid(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat = true
	c.LoadURL = loadEmbedded
	count := 0
	for _, kind := range schemas.Kinds() {
		text, err := schemas.Text(kind)
		if err != nil {
			t.Fatal(err)
		}
		var root any
		if err := json.Unmarshal(text, &root); err != nil {
			t.Fatal(err)
		}
		eachSchema("", root, func(at string, body map[string]any) {
			list, _ := body["examples"].([]any)
			for _, example := range list {
				count++
				s, err := c.Compile(schemas.Base + schemas.File(kind) + "#" + at)
				if err == nil {
					err = s.Validate(example)
				}
				if err != nil {
					t.Errorf("%s%s: %v: %v", kind, at, example, err)
				}
			}
		})
	}
	if count < 10 {
		t.Errorf("only %d examples seen", count)
	}
}

func TestWhatIsWrongWithASchema(t *testing.T) {
	for _, c := range selfCases {
		t.Run(c.name, func(t *testing.T) {
			if got := told(selfChecked("s.yaml", c.schema)); got != c.want {
				t.Errorf("got:\n%swant:\n%s", got, c.want)
			}
		})
	}
}

// whatever stands in a schema, the check ends, and its findings lie in the file.
func FuzzSelfCheck(f *testing.F) {
	for _, c := range selfCases {
		f.Add(c.schema)
	}
	f.Add("$ref: '%zz'\n$id: '::'\npattern: '\\x{110000}'\n")
	f.Fuzz(func(t *testing.T, text string) {
		doc, _ := readSchema("s.yaml", []byte(text))
		last := finding.Place{Line: strings.Count(text, "\n") + 1}
		for _, found := range SelfCheck(doc) {
			if found.Rule == "internal" || found.Start.Line < 1 || found.End.Line > last.Line || found.Message.IsZero() {
				t.Errorf("%+v", found)
			}
		}
	})
}

func TestASchemaOfFaultsIsCutOff(t *testing.T) {
	text := "properties:\n"
	for i := range 3000 {
		text += fmt.Sprintf("  f%d: {typ: string}\n", i)
	}
	if got := len(selfChecked("s.yaml", text)); got != maxSelfFindings {
		t.Errorf("got %d findings, want %d", got, maxSelfFindings)
	}
}
