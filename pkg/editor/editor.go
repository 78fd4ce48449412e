// Package editor holds what an editor needs to complete and explain the records of a
// catalogue: settings that map schemas to files, and snippets. It puts them into
// settings that are there already without touching anything else in them. It reads and
// writes no file.
package editor

import (
	"bytes"
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

// Broken is why settings cannot be taken apart.
type Broken struct {
	Line, Column int    // where JSON ends to be JSON; 0 where it is
	Setting      string // which is no object in braces; empty is the whole file
	cause        error
}

// Error says what is wrong with the settings.
func (b *Broken) Error() string { return "read the settings: " + b.cause.Error() }

// Unwrap is what the reader said: io.ErrUnexpectedEOF where the text is not complete.
func (b *Broken) Unwrap() error { return b.cause }

// errNoObject: settings are an object in braces, and so are mappings.
var errNoObject = errors.New("it is no object in braces")

// deepest is how deep settings may be nested: the reader of JSON goes as deep as the text
// does, whoever wrote it.
const deepest = 1000

// ErrTooDeep is the cause where settings are nested too deep to be read.
var ErrTooDeep = errors.New("it is nested too deep")

// shallow refuses what is nested too deep. Brackets in texts and comments count, too.
func shallow(text []byte) error {
	b := &Broken{Line: 1, cause: ErrTooDeep}
	depth := 0
	for _, c := range text {
		b.Column++
		switch c {
		case '\n':
			b.Line, b.Column = b.Line+1, 0
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > deepest {
			return b
		}
	}
	return nil
}

// Settings puts the mappings into settings, which may hold comments and commas that
// JSON does not know, and keeps every other byte, and how lines are set in. Nil is a
// file that is not there. What is mapped already stays as it is. The error is a *Broken.
func Settings(old []byte, mappings []Mapping) ([]byte, error) {
	text, marked := bytes.CutPrefix(old, []byte(byteOrderMark))
	text, err := settle(text, mappings)
	if err != nil || !marked {
		return text, err
	}
	return append([]byte(byteOrderMark), text...), nil
}

// byteOrderMark is what editors of Windows may begin a file with.
const byteOrderMark = "\ufeff"

func settle(old []byte, mappings []Mapping) ([]byte, error) {
	if len(strings.TrimSpace(string(old))) == 0 {
		old = []byte("{\n}\n")
	}
	if err := shallow(old); err != nil {
		return nil, err
	}
	root, err := hujson.Parse(old)
	if err != nil {
		b := &Broken{cause: err}
		_, _ = fmt.Sscanf(err.Error(), "hujson: line %d, column %d:", &b.Line, &b.Column) // it is told in the text alone
		return nil, b
	}
	object, ok := root.Value.(*hujson.Object)
	if !ok {
		return nil, &Broken{cause: errNoObject}
	}
	lines := layoutOf(old, object)
	mapped, err := schemas(object, lines)
	if err != nil {
		return nil, err
	}
	missing := slices.DeleteFunc(slices.Clone(mappings), func(m Mapping) bool { return member(mapped, m.Schema) != nil })
	if len(missing) == 0 {
		return old, nil
	}
	inner := indentOf(mapped)
	if inner == "" {
		inner = lines.unit + lines.unit
	}
	for _, m := range missing {
		add(mapped, m.Schema, hujson.String(m.Glob), brackets{lines.end + inner, lines.end + lines.unit})
	}
	return root.Pack(), nil
}

// layout is how the lines of settings end, and how far members are set in.
type layout struct{ end, unit string }

func layoutOf(text []byte, root *hujson.Object) layout {
	l := layout{"\n", "  "}
	if bytes.Contains(text, []byte("\r\n")) {
		l.end = "\r\n"
	}
	if unit := indentOf(root); unit != "" {
		l.unit = unit
	}
	return l
}

// indentOf is how far the members of an object are set in that stand on lines of their
// own.
func indentOf(object *hujson.Object) string {
	for _, m := range object.Members {
		text := string(m.Name.BeforeExtra)
		if i := strings.LastIndex(text, "\n"); i >= 0 && strings.Trim(text[i+1:], " \t") == "" {
			return text[i+1:]
		}
	}
	return ""
}

// schemas is the object of the mappings; it is put there where it is missing.
func schemas(settings *hujson.Object, lines layout) (*hujson.Object, error) {
	if value := member(settings, schemasSetting); value != nil {
		object, ok := value.Value.(*hujson.Object)
		if !ok {
			return nil, &Broken{Setting: schemasSetting, cause: errNoObject}
		}
		return object, nil
	}
	object := &hujson.Object{}
	add(settings, schemasSetting, object, brackets{lines.end + lines.unit, lines.end})
	return object, nil
}

func member(object *hujson.Object, name string) *hujson.Value {
	for i, m := range object.Members {
		if literal, ok := m.Name.Value.(hujson.Literal); ok && literal.String() == name {
			return &object.Members[i].Value
		}
	}
	return nil
}

// brackets are what stands before a member and before the closing brace.
type brackets struct{ member, brace string }

// add puts a member at the end, on a line of its own. What stood behind the last
// member, such as a comment on its line, stays behind that.
func add(object *hujson.Object, name string, value hujson.ValueTrimmed, before brackets) {
	kept, line := lastLine(object.AfterExtra)
	if line == nil {
		line = hujson.Extra(before.brace)
	}
	object.Members = append(object.Members, hujson.ObjectMember{
		Name:  hujson.Value{BeforeExtra: append(kept, before.member...), Value: hujson.String(name)},
		Value: hujson.Value{BeforeExtra: hujson.Extra(" "), Value: value},
	})
	object.AfterExtra = line
}

// lastLine parts what stands before the closing brace: comments, and the line on which
// the brace stands, none where it stands on that of the last member.
func lastLine(extra hujson.Extra) (before, line hujson.Extra) {
	text := string(extra)
	i := strings.LastIndex(text, "\n")
	if i < 0 {
		return hujson.Extra(strings.TrimRight(text, " \t")), nil
	}
	if i > 0 && text[i-1] == '\r' {
		i--
	}
	return hujson.Extra(strings.TrimRight(text[:i], " \t")), hujson.Extra(text[i:])
}
