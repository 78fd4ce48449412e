package catalogue

import (
	"cmp"
	"strings"
)

// Text is something said to people: one string in the catalogue's main
// language, or one string a language. It keeps which of the two it was, so that
// it is written back as it was read.
type Text struct {
	Plain  string // the string form; then ZH and EN are empty
	ZH, EN string // the map form {zh, en}
}

// texts is the map form of Text as it stands in a file.
type texts struct {
	ZH string `yaml:"zh,omitempty"`
	EN string `yaml:"en,omitempty"`
}

// In is the text in a language ("zh", "zh-CN", "en"…), else the string form,
// else whatever language there is.
func (t Text) In(lang string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	if strings.EqualFold(base, "en") {
		return cmp.Or(t.EN, t.Plain, t.ZH)
	}
	return cmp.Or(t.ZH, t.Plain, t.EN)
}

// String is the text for an English reader.
func (t Text) String() string { return t.In("en") }

// IsZero reports whether nothing is said in any language.
func (t Text) IsZero() bool { return t == Text{} }

// UnmarshalYAML reads the string form or the map form.
func (t *Text) UnmarshalYAML(unmarshal func(any) error) error {
	var plain string
	if err := unmarshal(&plain); err == nil {
		*t = Text{Plain: plain}
		return nil
	}
	var m texts
	if err := unmarshal(&m); err != nil {
		return err
	}
	*t = Text{ZH: m.ZH, EN: m.EN}
	return nil
}

// MarshalYAML gives the form that was read.
func (t Text) MarshalYAML() (any, error) {
	if t.ZH != "" || t.EN != "" {
		return texts{ZH: t.ZH, EN: t.EN}, nil
	}
	return t.Plain, nil
}

// variants lists what is said, once per language.
func (t Text) variants() []string {
	var said []string
	for _, s := range []string{t.Plain, t.ZH, t.EN} {
		if s != "" {
			said = append(said, s)
		}
	}
	return said
}

// blank reports whether nothing but spaces is said.
func (t Text) blank() bool {
	return strings.TrimSpace(t.Plain+t.ZH+t.EN) == ""
}

// shared pairs what two texts say in a language that both have. A string form
// is of an unknown language: it meets every language of the other.
func shared(a, b Text) [][2]string {
	var out [][2]string
	for _, p := range [][2]string{
		{a.Plain, b.Plain},
		{a.ZH, b.ZH},
		{a.EN, b.EN},
		{a.Plain, b.ZH},
		{a.Plain, b.EN},
		{a.ZH, b.Plain},
		{a.EN, b.Plain},
	} {
		if p[0] != "" && p[1] != "" {
			out = append(out, p)
		}
	}
	return out
}
