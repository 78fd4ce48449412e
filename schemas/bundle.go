package schemas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

const common = "common.schema.json"

// Kinds are the kinds of record in the order in which they come about, then
// "common", what they share.
func Kinds() []string {
	return []string{"service", "request", "request-input", "meeting", "version", "procedure", "ruling", "confirmation", "periodic-review", "agreement", "improvement", "edition", "report", "common"}
}

// File is the name in FS of the schema of a kind of record.
func File(kind string) string { return kind + ".schema.json" }

// Text is the schema of a kind of record, or of what they share ("common"), as it
// is published. It fails only for a kind that there is not.
func Text(kind string) ([]byte, error) {
	text, err := FS.ReadFile(File(kind))
	if err != nil {
		return nil, fmt.Errorf("read the schema %s: %w", kind, err)
	}
	return text, nil
}

// definition is one of common.schema.json.
type definition struct {
	name string
	text json.RawMessage
}

// inCommon is a reference to a definition in common.schema.json.
var inCommon = regexp.MustCompile(`"common\.schema\.json#/\$defs/([^"/]+)`)

// Bundle is the schema of a kind of record as one file that needs no other: it
// carries the definitions of common.schema.json that it uses. It means the same as
// Text, and has the same $id.
func Bundle(kind string) ([]byte, error) {
	text, err := Text(kind)
	if err != nil {
		return nil, err
	}
	shared, err := definitions()
	if err != nil {
		return nil, err
	}
	if File(kind) == common {
		return local(text), nil
	}
	used := uses(text, shared)
	var out bytes.Buffer
	out.Write(bytes.TrimRight(bytes.TrimSuffix(bytes.TrimSpace(text), []byte("}")), " \n"))
	out.WriteString(",\n  \"$defs\": {")
	separator := "\n"
	for _, d := range shared {
		if used[d.name] {
			fmt.Fprintf(&out, "%s    %q: %s", separator, d.name, d.text)
			separator = ",\n"
		}
	}
	out.WriteString("\n  }\n}\n")
	return local(out.Bytes()), nil
}

// local lets references to common definitions lead to the text itself.
func local(text []byte) []byte { return inCommon.ReplaceAll(text, []byte(`"#/$$defs/$1`)) }

// definitions are those of common.schema.json in its order, their text as it
// stands there.
func definitions() ([]definition, error) {
	text, err := FS.ReadFile(common)
	if err != nil {
		return nil, fmt.Errorf("read the schemas: %w", err)
	}
	var file struct {
		Defs json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("read %s: %w", common, err)
	}
	dec := json.NewDecoder(bytes.NewReader(file.Defs))
	var all []definition
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("read %s: %w", common, err)
	}
	for dec.More() {
		var d definition
		name, err := dec.Token()
		if err == nil {
			err = dec.Decode(&d.text)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", common, err)
		}
		d.name, _ = name.(string)
		all = append(all, d)
	}
	return all, nil
}

// uses are the names of the definitions that a text needs, directly or through
// others.
func uses(text []byte, shared []definition) map[string]bool {
	used := map[string]bool{}
	var need func(text []byte)
	need = func(text []byte) {
		for _, m := range inCommon.FindAllSubmatch(text, -1) {
			name := string(m[1])
			if used[name] {
				continue
			}
			used[name] = true
			for _, d := range shared {
				if d.name == name {
					need(d.text)
				}
			}
		}
	}
	need(text)
	return used
}
