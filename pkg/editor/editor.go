// Package editor holds what an editor needs to complete and explain the records of a
// catalogue: settings that map schemas to files, and snippets. It puts them into
// settings that are there already without touching anything else in them. It reads and
// writes no file.
package editor

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tailscale/hujson"
)

// Where the files lie, from the top of the repository.
const (
	SettingsFile = ".vscode/settings.json"
	SnippetsFile = ".vscode/service-catalogue.code-snippets"
	SchemaFolder = ".vscode/service-catalogue"
)

// Snippets is the file with the snippets, in both languages.
//
//go:embed files/service-catalogue.code-snippets
var Snippets []byte

// Mapping is a schema with the files that it is for.
type Mapping struct {
	Schema, Glob string
}

// schemasSetting is where yaml-language-server looks for mappings.
const schemasSetting = "yaml.schemas"

// Settings puts the mappings into settings, which may hold comments and commas that
// JSON does not know, and keeps every other byte. Nil is a file that is not there. What
// is mapped already stays as it is. The error says why the text cannot be read.
func Settings(old []byte, mappings []Mapping) ([]byte, error) {
	if len(strings.TrimSpace(string(old))) == 0 {
		old = []byte("{\n}\n")
	}
	root, err := hujson.Parse(old)
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	object, ok := root.Value.(*hujson.Object)
	if !ok {
		return nil, fmt.Errorf("read the settings: %w", errNoObject)
	}
	mapped, err := schemas(object)
	if err != nil {
		return nil, err
	}
	missing := slices.DeleteFunc(slices.Clone(mappings), func(m Mapping) bool { return member(mapped, m.Schema) != nil })
	if len(missing) == 0 {
		return old, nil
	}
	for _, m := range missing {
		add(mapped, m.Schema, hujson.String(m.Glob), "\n    ")
	}
	return root.Pack(), nil
}

// schemas is the object of the mappings; it is put there where it is missing.
func schemas(settings *hujson.Object) (*hujson.Object, error) {
	if value := member(settings, schemasSetting); value != nil {
		object, ok := value.Value.(*hujson.Object)
		if !ok {
			return nil, fmt.Errorf("read %s of the settings: %w", schemasSetting, errNoObject)
		}
		return object, nil
	}
	object := &hujson.Object{AfterExtra: hujson.Extra("\n  ")}
	add(settings, schemasSetting, object, "\n  ")
	return object, nil
}

// errNoObject: settings are an object in braces, and so are mappings.
var errNoObject = errors.New("it is no object in braces")

func member(object *hujson.Object, name string) *hujson.Value {
	for i, m := range object.Members {
		if literal, ok := m.Name.Value.(hujson.Literal); ok && literal.String() == name {
			return &object.Members[i].Value
		}
	}
	return nil
}

// add puts a member at the end, on a line of its own. What stood behind the last
// member, such as a comment on its line, stays behind that.
func add(object *hujson.Object, name string, value hujson.ValueTrimmed, indent string) {
	kept, line := lastLine(object.AfterExtra)
	object.Members = append(object.Members, hujson.ObjectMember{
		Name:  hujson.Value{BeforeExtra: append(kept, indent...), Value: hujson.String(name)},
		Value: hujson.Value{BeforeExtra: hujson.Extra(" "), Value: value},
	})
	object.AfterExtra = line
}

// lastLine parts what stands before the closing brace: comments, and the line on which
// the brace stands.
func lastLine(extra hujson.Extra) (before, line hujson.Extra) {
	text := string(extra)
	i := strings.LastIndex(text, "\n")
	if i < 0 {
		if strings.TrimSpace(text) == "" {
			return nil, hujson.Extra("\n")
		}
		return extra, hujson.Extra("\n")
	}
	return hujson.Extra(strings.TrimRight(text[:i], " \t")), hujson.Extra(text[i:])
}
