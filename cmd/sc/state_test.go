package main_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// state finds package variables that could change: those that are neither a
// sentinel error, an embedded file, a pattern (compiled, or lazily) nor a literal table, and
// those that something writes to.
func state(p pack) (breaches []string) {
	uses := resolve(p)
	vars := map[types.Object]bool{}
	for _, f := range p.files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.ValueSpec)
				for _, name := range spec.Names {
					vars[uses.Defs[name]] = name.Name != "_"
				}
				breaches = append(breaches, declared(p, g, spec)...)
			}
		}
	}
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			for _, target := range written(n) {
				if id := root(target); id != nil && vars[uses.Uses[id]] {
					breaches = append(breaches, p.at(n)+": "+id.Name+" is written to")
				}
			}
			return true
		})
	}
	return breaches
}

// resolve tells a package's variable from a local one of the same name. Imports
// are left empty and the errors that this gives are passed over: names declared
// in the package are resolved all the same, in milliseconds.
func resolve(p pack) *types.Info {
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: empty{}, Error: func(error) {}, FakeImportC: true}
	_, _ = config.Check(p.dir, p.fset, p.files, info)
	return info
}

type empty struct{}

func (empty) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	p.MarkComplete()
	return p, nil
}

func declared(p pack, g *ast.GenDecl, spec *ast.ValueSpec) (breaches []string) {
	if embeds(g.Doc) || embeds(spec.Doc) {
		return nil
	}
	for i, name := range spec.Names {
		switch {
		case name.Name == "_":
		case len(spec.Values) == 0:
			breaches = append(breaches, p.at(name)+": "+name.Name+" is a variable without a value")
		case !fixed(spec.Values[min(i, len(spec.Values)-1)]):
			breaches = append(breaches, p.at(name)+": "+name.Name+" is neither a sentinel nor a table")
		}
	}
	return breaches
}

func embeds(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//go:embed ")
	})
}

// fixed are the values that a package variable may have: what no constant can
// hold and nobody changes.
func fixed(value ast.Expr) bool {
	switch v := value.(type) {
	case *ast.CallExpr:
		return slices.Contains([]string{"errors.New", "fmt.Errorf", "regexp.MustCompile"}, qualified(v.Fun)) || called(v) == "lazily"
	case *ast.CompositeLit:
		kind, _, _ := strings.Cut(qualified(v.Type), ".")
		return !slices.Contains([]string{"sync", "atomic", "bytes", "strings"}, kind)
	}
	return false
}

// written is what a node changes: targets of assignments, what an address is
// taken of, and the first argument of a call that changes it in place.
func written(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Lhs
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		return []ast.Expr{n.Key, n.Value}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if changes(n.Fun) && len(n.Args) > 0 {
			return n.Args[:1]
		}
	}
	return nil
}

func changes(fun ast.Expr) bool {
	if id, ok := fun.(*ast.Ident); ok {
		return slices.Contains([]string{"delete", "clear", "copy"}, id.Name)
	}
	return slices.Contains([]string{
		"slices.Sort", "slices.SortFunc", "slices.SortStableFunc", "slices.Reverse", "maps.Copy",
		"sort.Sort", "sort.Stable", "sort.Slice", "sort.SliceStable", "sort.Strings", "sort.Ints",
	}, qualified(fun))
}

// root is the variable at the beginning of x.f[i].
func root(x ast.Expr) *ast.Ident {
	for {
		switch v := x.(type) {
		case *ast.Ident:
			return v
		case *ast.SelectorExpr:
			x = v.X
		case *ast.IndexExpr:
			x = v.X
		case *ast.StarExpr:
			x = v.X
		case *ast.ParenExpr:
			x = v.X
		case *ast.SliceExpr:
			x = v.X
		default:
			return nil
		}
	}
}
