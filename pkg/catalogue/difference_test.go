package catalogue

import (
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"
)

// having is a state of the catalogue that holds these entries.
func having(entries ...Entry) Entries {
	return func(id ServiceID) (Entry, bool) {
		i := slices.IndexFunc(entries, func(e Entry) bool { return e.ID == id })
		if i < 0 {
			return Entry{}, false
		}
		return entries[i], true
	}
}

func TestDifferences(t *testing.T) {
	app, db, user := read[Entry](t, appOps), read[Entry](t, dbOps), read[Entry](t, desktop)
	changed := but(t, func(e *Entry) { e.Hours.Preset = "7x24" })
	got := Differences([]ServiceID{app.ID, db.ID, user.ID}, having(app, db), having(changed, db, user))
	if len(got) != 2 || got[0].Service != app.ID || got[0].Severity != Improved || got[1].Service != user.ID || got[1].Severity != New {
		t.Errorf("got %+v", got)
	}
}

func TestDifferencesKnowReplacements(t *testing.T) {
	app, db := read[Entry](t, appOps), read[Entry](t, dbOps)
	ended := but(t, func(e *Entry) { e.Lifecycle, e.ReplacedBy = Retired, db.ID })
	got := Differences([]ServiceID{app.ID}, having(app, db), having(ended, db))
	next := got[0].Successor
	if got[0].Severity != Retire || next == nil || next.Service != db.ID || next.By != Replaced {
		t.Fatalf("got %+v", got)
	}
	if next.Severity != Weakened || !slices.ContainsFunc(next.Changes, func(c Change) bool { return c.Field == "/hours" && c.Severity == Improved }) {
		t.Errorf("got %+v", next)
	}
	for _, c := range next.Changes {
		if slices.Contains([]string{"/name", "/code", "/lifecycle", "/replaced_by", "/owner", "/visibility"}, c.Field) {
			t.Errorf("%s says nothing of what is promised", c.Field)
		}
	}
	// what was said before is not said again
	if got := Differences([]ServiceID{app.ID}, having(ended, db), having(but(t, func(e *Entry) {
		e.Lifecycle, e.ReplacedBy, e.Code = Retired, db.ID, "X"
	}), db)); got[0].Successor != nil {
		t.Errorf("got %+v", got[0].Successor)
	}
	// nor is a service known that is not there
	if got := Differences([]ServiceID{app.ID}, having(app), having(ended)); got[0].Successor != nil {
		t.Errorf("got %+v", got[0].Successor)
	}
}

func TestDifferencesKnowRenames(t *testing.T) {
	app := read[Entry](t, appOps)
	for _, c := range []struct {
		name   string
		change func(*Entry)
		by     Link
	}{
		{"by code", func(e *Entry) { e.Name = Text{Plain: "别的名称"} }, ByCode},
		{"by name", func(e *Entry) { e.Code = "" }, ByName},
		{"by neither", func(e *Entry) { e.Code, e.Name = "", Text{Plain: "别的名称"} }, ""},
	} {
		moved := but(t, func(e *Entry) { e.ID = "svc-application"; c.change(e) })
		got := Differences([]ServiceID{app.ID, moved.ID}, having(app), having(moved))
		if len(got) != 2 || got[0].Severity != Retire || got[1].Severity != New {
			t.Fatalf("%s: got %+v", c.name, got)
		}
		var by Link
		if got[0].Successor != nil {
			by = got[0].Successor.By
			if got[0].Successor.Severity != Unchanged {
				t.Errorf("%s: got %+v", c.name, got[0].Successor)
			}
		}
		if by != c.by || (len(got[1].Replaces) == 1) != (c.by != "") {
			t.Errorf("%s: got %q and %v", c.name, by, got[1].Replaces)
		}
	}
}

func TestItemsOfChanges(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Entry)
		item   string
		was    any
	}{
		{"deliverable", func(e *Entry) { e.Deliverables[0].Due = Text{} }, "应用运行月报", nil},
		{"level", func(e *Entry) { e.Levels[1].Value = 5 }, "resolution_time P1", &Level{Metric: "resolution_time", Priority: "P1", Op: "<=", Value: 4, Unit: "hour", Clock: ServiceHours}},
		{"hours", func(e *Entry) { e.Hours = nil }, "", &Hours{Preset: "7x12", Note: Text{Plain: "每日 08:00-20:00"}}},
		{"frequency", func(e *Entry) { e.Frequency = &Frequency{Unit: "day"} }, "", &Frequency{Unit: "continuous"}},
	} {
		got := Compare(read[Entry](t, appOps), but(t, c.change)).Changes[0]
		if got.Item.Plain != c.item || !reflect.DeepEqual(got.Was, c.was) {
			t.Errorf("%s: got %q and %v", c.name, got.Item.Plain, got.Was)
		}
	}
}

func TestContactsAreMatchedByName(t *testing.T) {
	two := func(e *Entry) {
		e.Contacts = List[Contact]{{Name: Text{Plain: "服务台"}, Phone: "1"}, {Name: Text{Plain: "张伟"}}}
	}
	old := but(t, two)
	moved := but(t, func(e *Entry) {
		two(e)
		e.Contacts[0].Phone = "2"
		e.Contacts[0], e.Contacts[1] = e.Contacts[1], e.Contacts[0]
	})
	got := Compare(old, moved)
	if got.Severity != Editorial || len(got.Changes) != 2 || got.Changes[0].Field != "/contacts/1/phone" || got.Changes[0].Item.Plain != "服务台" {
		t.Errorf("got %+v", got)
	}
}

// What is hostile may be long, but it is not to take long.
func TestLongListsEnd(t *testing.T) {
	long := func(word string) List[Text] {
		list := make(List[Text], 20_000)
		for i := range list {
			list[i] = Text{Plain: word + strconv.Itoa(i)}
		}
		return list
	}
	old := but(t, func(e *Entry) { e.Content = long("a") })
	done := make(chan int)
	go func() {
		done <- len(Compare(old, but(t, func(e *Entry) { e.Content = long("b") })).Changes)
	}()
	select {
	case got := <-done:
		if got != 40_000 {
			t.Errorf("got %d changes", got)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it does not end")
	}
	if got := Compare(old, but(t, func(e *Entry) { e.Content = append(long("a"), Text{Plain: "more"}) })).Changes; len(got) != 1 {
		t.Errorf("got %d changes of a list that became longer by one", len(got))
	}
}

// secret stands in every field that is set by filled.
const secret = "secret"

// filled is an entry in which every field says something.
func filled(t *testing.T) Entry {
	t.Helper()
	var e Entry
	fill(t, reflect.ValueOf(&e).Elem())
	e.ID, e.Visibility, e.ReplacedBy = "svc-x", Customer, ""
	return e
}

func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(secret)
	case reflect.Int:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("%s is not filled", v.Kind())
	}
}

// Customers are given these fields of an entry, and no other, not even one that is
// new in Entry.
func TestShownFields(t *testing.T) {
	given := []string{
		"ID", "Code", "Name", "Summary", "Objective", "Audience", "Category", "Kind", "Content", "Exclusions", "Prerequisites",
		"Frequency", "Hours", "Delivery", "Deliverables", "Levels", "Workload", "Exceptions", "RequestHow", "Contacts",
		"LeadTime", "PriceRef", "Lifecycle", "SunsetOn",
	}
	shown, ok := filled(t).Shown()
	v := reflect.ValueOf(shown)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if got := !v.Field(i).IsZero(); got != slices.Contains(given, name) {
			t.Errorf("%s: shown is %t", name, got)
		}
	}
	if !ok {
		t.Error("not shown")
	}
}

func TestShownEntries(t *testing.T) {
	for v, want := range map[Visibility]bool{Public: true, Customer: true, Internal: false, "": false, "everybody": false} {
		if _, got := (Entry{ID: "svc-x", Visibility: v}).Shown(); got != want {
			t.Errorf("%q: got %t", v, got)
		}
	}
	other := Entry{ID: "svc-b", Visibility: Customer}
	one := Entry{ID: "svc-a", Visibility: Customer, ReplacedBy: other.ID}
	if e, ok := having(one, other).Shown()("svc-a"); !ok || e.ReplacedBy != other.ID {
		t.Errorf("got %+v", e)
	}
	other.Visibility = Internal
	if e, ok := having(one, other).Shown()("svc-a"); !ok || e.ReplacedBy != "" {
		t.Errorf("got %+v: it names an entry that is not shown", e)
	}
	if _, ok := having(one, other).Shown()("svc-b"); ok {
		t.Error("an internal entry is shown")
	}
}
