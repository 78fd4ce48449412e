package cli

import "testing"

// A format that no flag names is that of the file's suffix; one that says something else
// is refused.
func TestTheSuffixNamesTheFormat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		o     exportOptions
		json  bool
		want  string
		wrong bool
	}{
		{o: exportOptions{out: "x.xlsx"}, want: "xlsx"},
		{o: exportOptions{out: "X.DOCX"}, want: "docx"},
		{o: exportOptions{out: "x.md"}, want: "md"},
		{o: exportOptions{out: "x.json"}, want: "json"},
		{o: exportOptions{out: "x.txt"}},
		{o: exportOptions{out: "x.yaml"}},
		{o: exportOptions{out: "x.txt", format: "md"}, want: "md"},
		{o: exportOptions{out: "x.csv", format: "csv"}, want: "csv"},
		{o: exportOptions{out: "x.yaml", format: "backstage"}, want: "backstage"},
		{o: exportOptions{out: "x.docx", format: "xlsx"}, wrong: true},
		{o: exportOptions{out: "x.csv"}, json: true, wrong: true},
		{o: exportOptions{out: "form.xlsx", document: "request"}, want: "xlsx"},
		{o: exportOptions{out: "form.docx", document: "minutes"}},
		{o: exportOptions{out: "form.md", document: "minutes"}, wrong: true},
		{o: exportOptions{out: "form.xlsx", printTemplate: true}, wrong: true},
	} {
		a := &app{Env: Env{Dir: t.TempDir()}}
		a.flags.json = tt.json
		o := tt.o
		err := a.suffixed(&o)
		if (err != nil) != tt.wrong || err == nil && o.format != tt.want {
			t.Errorf("%+v: got %q, %v", tt.o, o.format, err)
		}
	}
}
