package forge

import (
	"regexp"
	"strings"
)

// byEmail are the rows of CODEOWNERS as GitHub and GitLab read them: a glob and the
// addresses of people, which both know by the accounts.
func byEmail(duties []Duty) []string {
	return rows(duties, func(p string) string {
		if p == "" {
			return "*"
		}
		return "/" + spaced.ReplaceAllString(p, `\$0`)
	}, func(p Person) string {
		return p.Email
	})
}

// byName are the rows as Gitea and Forgejo read them: a regular expression of the whole
// path, in which a backslash is written twice, and the names of users.
func byName(duties []Duty) []string {
	return rows(duties, func(p string) string {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(p), `\`, `\\`)
		pattern = spaced.ReplaceAllString(pattern, `\$0`)
		if p == "" || strings.HasSuffix(p, "/") {
			pattern += ".*"
		}
		return pattern
	}, func(p Person) string {
		return "@" + p.ID
	})
}

// spaced are the characters that part a row, or end it.
var spaced = regexp.MustCompile(`[ #]`)

// rows leaves out who cannot be named in a row, and duties of nobody.
func rows(duties []Duty, pattern func(string) string, name func(Person) string) []string {
	var all []string
	for _, d := range duties {
		row := pattern(d.Path)
		for _, p := range d.People {
			if n := name(p); n != "" && !strings.ContainsAny(n, " \t#\\") {
				row += " " + n
			}
		}
		if row != pattern(d.Path) {
			all = append(all, row)
		}
	}
	return all
}
