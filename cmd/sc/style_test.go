package main_test

import (
	"go/ast"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rules are the parts of CONTRIBUTING.md's style that a program can judge. Each
// gives what it dislikes in a package, a line each.
var rules = map[string]func(pack) []string{
	"size":          size,
	"parameters":    parameters,
	"documentation": documentation,
	"state":         state,
	"init":          noInit,
}

// exceptions are breaches that stay, each with its reason beside it. The key is
// the breach without its line number.
var exceptions = []string{}

func TestStyle(t *testing.T) {
	used := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		t.Run(name, func(t *testing.T) {
			for _, p := range source(t) {
				for _, breach := range rules[name](p) {
					key := unnumbered(breach)
					if !slices.Contains(exceptions, key) {
						t.Error(breach)
					}
					used[key] = true
				}
			}
		})
	}
	for _, e := range exceptions {
		if !used[e] {
			t.Errorf("exception without a breach: %s", e)
		}
	}
}

// unnumbered takes the line number out of "file:line: breach".
func unnumbered(breach string) string {
	file, rest, _ := strings.Cut(breach, ":")
	_, what, _ := strings.Cut(rest, ":")
	return file + ":" + what
}

const (
	maxFunction   = 80
	maxFile       = 400
	maxParameters = 4
)

// size leaves out the tables of sentences in pkg/lang: they are as long as what
// there is to say.
func size(p pack) (breaches []string) {
	for _, f := range p.files {
		words := p.dir == "pkg/lang" && (strings.HasPrefix(p.name(f), "zh") || strings.HasPrefix(p.name(f), "en"))
		end := p.fset.File(f.Pos()).LineCount()
		if end > maxFile && !words {
			breaches = append(breaches, p.at(f)+": file has "+strconv.Itoa(end)+" lines")
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if ok && p.lines(fn) > maxFunction && !(words && len(fn.Body.List) == 1) {
				breaches = append(breaches, p.at(fn)+": "+fn.Name.Name+" has "+strconv.Itoa(p.lines(fn))+" lines")
			}
		}
	}
	return breaches
}

// parameters looks at every signature: functions, methods, literals, interfaces
// and function types.
func parameters(p pack) (breaches []string) {
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			sig, ok := n.(*ast.FuncType)
			if !ok {
				return true
			}
			if sig.Params.NumFields() > maxParameters {
				breaches = append(breaches, p.at(sig)+": more than 4 parameters")
			}
			for _, field := range sig.Params.List {
				if id, ok := field.Type.(*ast.Ident); ok && id.Name == "bool" {
					breaches = append(breaches, p.at(field)+": bool parameter")
				}
			}
			return true
		})
	}
	return breaches
}

func noInit(p pack) (breaches []string) {
	for _, f := range p.files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				breaches = append(breaches, p.at(fn)+": func init")
			}
		}
	}
	return breaches
}

// The program ends in one place and reads the clock in one place, and both
// belong to the command, which hands them down.
func TestOneExitOneClock(t *testing.T) {
	once := map[string]int{"os.Exit": 0, "time.Now": 0}
	never := []string{"time.Since", "time.Until", "log.Fatal", "log.Fatalf", "log.Fatalln", "syscall.Exit"}
	for _, p := range source(t) {
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				name := qualified(n)
				if _, ok := once[name]; ok {
					once[name]++
					if p.dir != "cmd/sc" {
						t.Errorf("%s: %s belongs to cmd/sc", p.at(n), name)
					}
				}
				if slices.Contains(never, name) {
					t.Errorf("%s: %s", p.at(n), name)
				}
				return true
			})
		}
	}
	for name, count := range once {
		if count != 1 {
			t.Errorf("%s stands in %d places, want 1", name, count)
		}
	}
}

// qualified is "package.Name" of a selector, "" of anything else. Standard
// packages are not renamed here, so that the name is enough.
func qualified(n ast.Node) string {
	if sel, ok := n.(*ast.SelectorExpr); ok {
		if id, ok := sel.X.(*ast.Ident); ok {
			return id.Name + "." + sel.Sel.Name
		}
	}
	return ""
}

// A test that looks for a tool does so in a function called need…, which fails
// where SC_TEST_REQUIRE is 1 (CONTRIBUTING.md): else CI could pass by skipping.
func TestToolsAreNeeded(t *testing.T) {
	for _, p := range source(t) {
		for _, f := range p.tests {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && mentions(fn, "exec.LookPath") &&
					!(strings.HasPrefix(fn.Name.Name, "need") && mentions(fn, strconv.Quote("SC_TEST_REQUIRE"))) {
					t.Errorf("%s: %s looks for a tool, but cannot be told that it is required", p.at(fn), fn.Name.Name)
				}
			}
		}
	}
}

// mentions reports whether a selector or a literal stands in a function.
func mentions(fn *ast.FuncDecl, what string) bool {
	found := false
	ast.Inspect(fn, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		found = found || qualified(n) == what || ok && lit.Value == what
		return !found
	})
	return found
}

// documentation wants a comment that begins with the name on everything
// exported, and a package comment. A group of constants or variables is
// documented by the comment on the group or on each line.
func documentation(p pack) (breaches []string) {
	missing := func(n ast.Node, name string, docs ...*ast.CommentGroup) {
		if ast.IsExported(name) && !slices.ContainsFunc(docs, func(c *ast.CommentGroup) bool { return begins(c, name) }) {
			breaches = append(breaches, p.at(n)+": "+name+" has no comment that begins with its name")
		}
	}
	if !slices.ContainsFunc(p.files, func(f *ast.File) bool { return f.Doc.Text() != "" }) {
		breaches = append(breaches, p.dir+":1: no package comment")
	}
	for _, f := range p.files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if receiver := receiver(d); receiver == "" || ast.IsExported(receiver) {
					missing(d, d.Name.Name, d.Doc)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						missing(s, s.Name.Name, s.Doc, d.Doc)
					case *ast.ValueSpec:
						inGroup := d.Lparen.IsValid() && (d.Doc.Text() != "" || s.Doc.Text() != "" || s.Comment.Text() != "")
						for _, name := range s.Names {
							if !inGroup {
								missing(s, name.Name, s.Doc, d.Doc)
							}
						}
					}
				}
			}
		}
	}
	return breaches
}

// begins allows an article before the name, as Go's own documentation does.
func begins(doc *ast.CommentGroup, name string) bool {
	words := strings.Fields(doc.Text())
	if len(words) > 1 && slices.Contains([]string{"A", "An", "The"}, words[0]) {
		words = words[1:]
	}
	return len(words) > 0 && strings.TrimRight(words[0], ",.:;") == name
}

// receiver is the name of the type that a method belongs to, "" of a function.
func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return "?"
		}
	}
}

func TestRules(t *testing.T) {
	for _, c := range []struct{ rule, code, want string }{
		{"size", "func f() {" + strings.Repeat("\n", maxFunction-1) + "}", ""},
		{"size", "func f() {" + strings.Repeat("\n", maxFunction) + "}", "x.go:2: f has 81 lines"},
		{"parameters", "func f(a, b, c, d int) {}", ""},
		{"parameters", "func f(a, b, c, d, e int) {}", "x.go:2: more than 4 parameters"},
		{"parameters", "type f interface{ f(on bool) }", "x.go:2: bool parameter"},
		{"parameters", "func f() bool { return true }", ""},
		{"init", "func init() {}", "x.go:2: func init"},
		{"init", "type T int\nfunc (T) init() {}", ""},
		{"documentation", "func F() {}", "x.go:2: F has no comment that begins with its name"},
		{"documentation", "// F does.\nfunc F() {}", ""},
		{"documentation", "// Does it.\nfunc F() {}", "x.go:3: F has no comment that begins with its name"},
		{"documentation", "// A T is.\ntype T int\nfunc (T) m() {}", ""},
		{"documentation", "type t int\nfunc (*t) M() {}", ""},
		{"documentation", "// What can be.\nconst (\n A = 1\n B = 2\n)", ""},
		{"documentation", "const A = 1", "x.go:2: A has no comment that begins with its name"},
		{"state", "var a int", "x.go:2: a is a variable without a value"},
		{"state", "var a = 1", "x.go:2: a is neither a sentinel nor a table"},
		{"state", "var a = f()", "x.go:2: a is neither a sentinel nor a table"},
		{"state", "var a = &T{}", "x.go:2: a is neither a sentinel nor a table"},
		{"state", "var a = sync.Mutex{}", "x.go:2: a is neither a sentinel nor a table"},
		{"state", "var errA = errors.New(``)", ""},
		{"state", "var a = lazily(`x`)", ""},
		{"state", "var _ I = T{}", ""},
		{"state", "//go:embed x\nvar a []byte", ""},
		{"state", "var a = []int{1}\nfunc f() { a := 1; a = 2; _ = a }", ""},
		{"state", "var a = []int{1}\nfunc f() { a[0] = 2 }", "x.go:3: a is written to"},
		{"state", "var a = []int{1}\nfunc f() { a[0]++ }", "x.go:3: a is written to"},
		{"state", "var a = map[int]int{}\nfunc f() { delete(a, 1) }", "x.go:3: a is written to"},
		{"state", "var a = []int{1}\nfunc f() { slices.Sort(a) }", "x.go:3: a is written to"},
		{"state", "var a = []int{1}\nfunc f() *[]int { return &a }", "x.go:3: a is written to"},
	} {
		p := parse(t, c.code)
		p.files[0].Doc = &ast.CommentGroup{List: []*ast.Comment{{Text: "// Package x"}}}
		if got := strings.Join(rules[c.rule](p), "\n"); got != c.want {
			t.Errorf("%s of %q\n got %q\nwant %q", c.rule, c.code, got, c.want)
		}
	}
}
