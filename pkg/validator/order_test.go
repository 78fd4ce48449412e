package validator

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
)

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		kind    Kind
		pointer string
		want    string
	}{
		{Service, "/name", "zh en"},
		{Service, "/hours", "preset days from to tz holidays note"},
		{Service, "/hours/note", "zh en"},
		{Service, "/levels", ""},
		{Service, "/levels/12", "metric name priority op value unit window clock"},
		{Service, "/contacts/0/role", "zh en"},
		{Service, "/nothing", ""},
		{Service, "/nothing/0/below", ""},
		{Request, "/asks/0/hours", "preset days from to tz holidays note"},
		{Procedure, "/roles/ops_lead", "label duties skills"},
		{"nothing", "", ""},
	} {
		order, err := Order(c.kind)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second answer is remembered
			if got := strings.Join(order(c.pointer), " "); got != c.want {
				t.Errorf("%s %s: got %q, want %q", c.kind, c.pointer, got, c.want)
			}
		}
	}
}

// The entries of the example are in canonical form.
func TestExampleIsFormatted(t *testing.T) {
	order, err := Order(Service)
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(example.FS, "services/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("got %v, %v", names, err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(example.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		out, err := document.Format(data, order)
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(string(data), string(out)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
