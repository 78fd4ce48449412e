package rulebook

import (
	"bytes"
	"encoding/xml"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/wording"
)

// usual is the default procedure.
func usual(t *testing.T) *procedure.Procedure {
	t.Helper()
	var p procedure.Procedure
	if err := records.Decode(records.ProcedureFile, procedure.Default(), &p); err != nil {
		t.Fatal(err)
	}
	return &p
}

// book is a procedure told in a language.
func book(p *procedure.Procedure, l lang.Language) Book {
	return Book{p, wording.Wording{Say: lang.New(l), List: func(items []string) string { return procedure.Names(items).In(string(l)) }}}
}

// Whatever field of a procedure changes, something is said of it.
func TestNoChangeGoesUntold(t *testing.T) {
	t.Parallel()
	old := sample(t)
	say := lang.New(lang.Chinese)
	fields := 0
	vary(reflect.ValueOf(old).Elem(), "", func(path string) {
		fields++
		changed := Changed(sample(t), old)
		if len(changed) == 0 {
			t.Errorf("a change of %s goes untold", path)
		}
		for _, c := range changed {
			if !slices.Contains(Parts(), c.Part) {
				t.Errorf("%s is told under %q, which nobody shows", path, c.Part)
			}
			if told := say.Say(c.Told); strings.Contains(told, "%!") || told == c.Told.String() {
				t.Errorf("%s is told as %q", path, told)
			}
		}
	})
	if fields < 60 {
		t.Errorf("only %d fields were tried", fields)
	}
	if changed := Changed(sample(t), old); len(changed) > 0 {
		t.Errorf("the same procedure: %v", changed)
	}
}

// sample is a procedure that says something in every field.
func sample(t *testing.T) *procedure.Procedure {
	p := usual(t)
	p.Organisation = catalogue.Text{Plain: "云脉"}
	p.Steps[1].Label = catalogue.Text{Plain: "判断"}
	p.People = map[procedure.PersonID]procedure.Person{"li.na": {
		Name: "李娜", Email: "li.na@yunmai.example", Roles: []procedure.RoleID{"sales"},
		Keys:    []procedure.Key{{Key: "ssh-ed25519 AAAA", Proof: "p"}},
		Revoked: []procedure.Revocation{{Key: "ssh-ed25519 BBBB", FromEntry: 3, Reason: "lost"}},
	}}
	p.Rules.ChangeRef.Pattern, p.Rules.ChangeRef.Link = "^CHG-", "https://itsm.example/{ref}"
	p.Calendar.Holidays, p.Calendar.MakeupDays = []string{"2026-10-01"}, []string{"2026-10-10"}
	return p
}

// vary changes each text, number and truth in a value, tells so, and changes it back. The
// schema and the version are none that an amendment is about; a step is known by its name.
func vary(v reflect.Value, path string, told func(path string)) {
	back := reflect.New(v.Type()).Elem()
	back.Set(v)
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
		told(path)
		v.Set(back)
	case reflect.Int:
		v.SetInt(v.Int() + 1)
		told(path)
		v.Set(back)
	case reflect.Bool:
		v.SetBool(!v.Bool())
		told(path)
		v.Set(back)
	case reflect.Slice:
		for i := range v.Len() {
			vary(v.Index(i), path+"/"+strconv.Itoa(i), told)
		}
		if v.Len() > 0 {
			v.SetLen(v.Len() - 1)
			told(path + ", one less")
			v.Set(back)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			was := v.MapIndex(key)
			copied := reflect.New(was.Type()).Elem()
			copied.Set(was)
			vary(copied, path+"/"+key.String(), func(path string) {
				v.SetMapIndex(key, copied)
				told(path)
			})
			v.SetMapIndex(key, was)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if text := v.Type() == reflect.TypeOf(catalogue.Text{}); text && v.Field(i).IsZero() || path == "" && (name == "Schema" || name == "Version") {
				continue
			}
			vary(v.Field(i), path+"/"+name, told)
		}
	}
}

// Every step that leads onward stands in the chart once, every state too, and no box on
// another; what can be taken nowhere does not.
func TestChart(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Language{lang.Chinese, lang.English} {
		p := usual(t)
		p.Steps = append(p.Steps,
			procedure.Step{Name: "hold", Label: catalogue.Text{Plain: "Hold <&>\x01"}, From: []procedure.State{"submitted", "approved"}, To: "held", By: []procedure.RoleID{"ops_lead"}},
			procedure.Step{Name: "resume", From: []procedure.State{"held"}, To: "submitted", By: []procedure.RoleID{"ops_lead"}},
			procedure.Step{Name: "unused", From: []procedure.State{"held"}, To: "nowhere"})
		b := book(p, l)
		seen := map[string]int{}
		for _, n := range b.flow().nodes {
			seen[n.id]++
		}
		for _, s := range p.Steps {
			want := 0
			if moves(s) {
				want = 1
			}
			if got := seen["step "+string(s.Name)]; got != want {
				t.Errorf("the step %s is drawn %d times, want %d", s.Name, got, want)
			}
		}
		for _, s := range p.States() {
			if want := map[bool]int{true: 0, false: 1}[s == "nowhere"]; seen["state "+string(s)] != want {
				t.Errorf("the state %s is drawn %d times", s, seen["state "+string(s)])
			}
		}
		if err := xml.Unmarshal([]byte(b.Chart()), new(struct{})); err != nil {
			t.Errorf("the chart is no XML: %v", err)
		}
	}
}

// The same procedure gives the same bytes, and nothing in them is fetched or run.
func TestPages(t *testing.T) {
	t.Parallel()
	p := sample(t)
	p.Organisation = catalogue.Text{Plain: "<script>alert(1)</script>"}
	var one, other, text bytes.Buffer
	for _, w := range []*bytes.Buffer{&one, &other} {
		if err := book(p, lang.Chinese).WriteHTML(w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("two pages of one procedure differ")
	}
	for _, bad := range []string{"<script", "src=", "href=", "@import", "url(http"} {
		if strings.Contains(one.String(), bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	if err := book(p, lang.English).WriteMarkdown(&text); err != nil || strings.Contains(strings.ReplaceAll(text.String(), `\<`, ""), "<script") {
		t.Errorf("Markdown: %v\n%s", err, text.String())
	}
}
