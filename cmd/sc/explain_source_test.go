package main_test

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/explain"
)

// coming are codes that have a page before anything says them, each with what is to
// say it. What is said by now does not belong here.
var coming = map[string]string{}

// TestEveryCodeHasItsPage holds the codes and rules in the sources against the pages
// of sc explain, both ways.
func TestEveryCodeHasItsPage(t *testing.T) {
	said := saidCodes(t)
	pages := explain.Codes()
	for _, code := range slices.Sorted(maps.Keys(said)) {
		if !slices.Contains(pages, code) {
			t.Errorf("%s: %s has no page in pkg/explain/pages", said[code], code)
		}
		if _, early := coming[code]; early {
			t.Errorf("%s: %s is said now; take it out of coming", said[code], code)
		}
	}
	for _, code := range pages {
		if _, ok := said[code]; !ok && coming[code] == "" {
			t.Errorf("nothing says %s any more, which has a page", code)
		}
	}
	for code := range coming {
		if !slices.Contains(pages, code) {
			t.Errorf("%s is to come and has no page", code)
		}
	}
}

// TestDocumentsNameCodesThatArePages: what the documents call a code has a page.
func TestDocumentsNameCodesThatArePages(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(top, "docs", "*.md"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d documents, %v", len(names), err)
	}
	inText := regexp.MustCompile(`\b[EW]_[A-Z_]*[A-Z]\b`)
	for _, name := range append(names, filepath.Join(top, "README.md")) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range inText.FindAllString(string(text), -1) {
			if !slices.Contains(explain.Codes(), code) {
				t.Errorf("%s names %s, which has no page", name, code)
			}
		}
	}
}

var (
	codeForm = regexp.MustCompile(`^[EW]_[A-Z]+(_[A-Z]+)*$`)
	ruleForm = regexp.MustCompile(`^(file|text|yaml|json|schema|path|catalogue|record|meta|procedure)/[a-z0-9]+(-[a-z0-9]+)*$`)
)

// noRules look like rules and are none.
var noRules = map[string]string{"catalogue/v": "how the names of version tags begin"}

// saidCodes are the codes that the sources can say, with a place where they do.
func saidCodes(t *testing.T) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, p := range source(t) {
		s := sayings{pack: p, said: said, makers: makers(p)}
		for _, f := range p.files {
			ast.Inspect(f, s.visit)
		}
	}
	for code, at := range exitCodes(t) {
		said[code] = at
	}
	return said
}

// sayings looks for codes in one package.
type sayings struct {
	pack
	said     map[string]string
	makers   []maker
	compared map[ast.Node]bool // literals that are only compared with
}

func (s *sayings) visit(n ast.Node) bool {
	if s.compared == nil {
		s.compared = map[ast.Node]bool{}
	}
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.CaseClause:
		s.only(n.List...)
	case *ast.BinaryExpr:
		s.joined(n)
	case *ast.CallExpr:
		s.call(n)
	case *ast.BasicLit:
		if text := literal(n); !s.compared[n] && (codeForm.MatchString(text) || ruleForm.MatchString(text) && noRules[text] == "") {
			s.note(text, n)
		}
	}
	return true
}

func (s *sayings) only(literals ...ast.Expr) {
	for _, l := range literals {
		s.compared[l] = true
	}
}

func (s *sayings) note(code string, n ast.Node) { s.said[code] = s.at(n) }

// joined knows rules that are put together: of any language of the document, and of
// each keyword of JSON Schema.
func (s *sayings) joined(n *ast.BinaryExpr) {
	switch suffix := literal(n.Y); {
	case n.Op == token.EQL || n.Op == token.NEQ:
		s.only(n.X, n.Y)
	case n.Op == token.ADD && strings.HasPrefix(suffix, "/") && strings.HasSuffix(qualified(n.X), ".language"):
		for _, language := range []string{"yaml", "json"} {
			s.note(language+suffix, n)
		}
	case n.Op == token.ADD && literal(n.X) == "schema/":
		for _, keyword := range keywords {
			s.note("schema/"+keyword, n)
		}
	}
}

// keywords are those at which the JSON Schema library reports a fault, but for those
// that package validator tells by other rules: required, dependentRequired,
// dependencies (schema/required), additionalProperties (schema/unknown-key), false
// (schema/not-allowed).
var keywords = []string{
	"additional-items", "any-of", "const", "content-encoding", "content-media-type", "content-schema", "enum",
	"exclusive-maximum", "exclusive-minimum", "format", "max-contains", "max-items", "max-length", "max-properties",
	"maximum", "min-contains", "min-items", "min-length", "min-properties", "minimum", "multiple-of", "not", "one-of",
	"pattern", "type", "unique-items",
}

// call knows the functions that put a family before a rule's name, and the one rule
// without a family.
func (s *sayings) call(n *ast.CallExpr) {
	name := called(n)
	if path, _, _ := strings.Cut(qualified(n.Fun), "."); path == "strings" || path == "slices" {
		s.only(n.Args...)
	}
	if name == "fault" && len(n.Args) > 0 && literal(n.Args[0]) == "internal" {
		s.note("internal", n)
	}
	for _, m := range s.makers {
		if m.name == name && m.index < len(n.Args) && literal(n.Args[m.index]) != "" {
			s.note(m.family+literal(n.Args[m.index]), n)
		}
	}
}

// maker is a function that puts a family before a parameter to make a rule.
type maker struct {
	name, family string
	index        int // of the parameter
}

// makers are those of a package.
func makers(p pack) (found []maker) {
	family := regexp.MustCompile(`^[a-z]+/$`)
	for _, f := range p.files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				join, ok := n.(*ast.BinaryExpr)
				if !ok || join.Op != token.ADD || !family.MatchString(literal(join.X)) {
					return true
				}
				if i := parameter(fn, join.Y); i >= 0 {
					found = append(found, maker{fn.Name.Name, literal(join.X), i})
				}
				return true
			})
		}
	}
	return found
}

// parameter is the place of a function's parameter, -1 for anything else.
func parameter(fn *ast.FuncDecl, e ast.Expr) int {
	id, ok := e.(*ast.Ident)
	if !ok {
		return -1
	}
	at := 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == id.Name {
				return at
			}
			at++
		}
	}
	return -1
}

// called is the name of the function or method that is called.
func called(n *ast.CallExpr) string {
	switch f := n.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// literal is the text of a literal, "" of anything else.
func literal(n ast.Expr) string {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}

// exitCodes are the constants of package cli that the program ends with.
func exitCodes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, p := range source(t) {
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				v, ok := n.(*ast.ValueSpec)
				if !ok || p.dir != "pkg/cli" || len(v.Names) != 1 || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "exit") {
					return true
				}
				if lit, ok := v.Values[0].(*ast.BasicLit); ok && lit.Kind == token.INT {
					found["exit/"+lit.Value] = p.at(v)
				}
				return true
			})
		}
	}
	return found
}

func TestSaidCodesAreFound(t *testing.T) {
	for code, want := range map[string]map[string]bool{
		`func f() { add("E_ROLE") }`:                                     {"E_ROLE": true},
		`func f(v V) bool { return v.Code == "E_ROLE" }`:                 {"E_ROLE": false},
		`func f(c string) { switch c { case "E_A": add("E_B") }}`:        {"E_A": false, "E_B": true},
		`func f(c string) bool { return strings.HasPrefix(c, "E_TAG") }`: {"E_TAG": false},
		`const rule = "yaml/tab"`:                                        {"yaml/tab": true},
		"import \"text/template\"":                                       {"text/template": false},
		`func (c *c) fail(rule string) { c.add("procedure/" + rule) }` + "\n" + `func g() { c.fail("step") }`: {"procedure/step": true},
		`func (c *c) f() { c.fault(c.language + "/depth") }`:                                                  {"yaml/depth": true, "json/depth": true},
		`func (c *c) f() { c.fault("schema/"+kebab(k)) }`:                                                     {"schema/type": true},
		`func (c *c) f() { c.fault("internal") }`:                                                             {"internal": true},
	} {
		p := parse(t, code)
		s := sayings{pack: p, said: map[string]string{}, makers: makers(p)}
		ast.Inspect(p.files[0], s.visit)
		for name, ok := range want {
			if _, got := s.said[name]; got != ok {
				t.Errorf("%s: got %t for %s", code, got, name)
			}
		}
	}
}
