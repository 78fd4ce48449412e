package audit_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/cli"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// A whole history is judged by the procedure that was in force at each entry. The
// repository here is the one that sc demo makes, with keys made on the spot; then
// somebody changes a record by hand.
func Example() {
	ctx := context.Background()
	home, err := os.MkdirTemp("", "audit")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(home)
	dir, git := demo(ctx, home)

	report, err := judge(ctx, git, dir)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Good(), report.Entries, "entries,", len(report.Versions), "versions")

	record := filepath.Join(dir, "catalogue", "versions", "1.1.0.yaml")
	text, err := os.ReadFile(record)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(record, append(text, "notes: {en: All is well.}\n"...), 0o644); err != nil {
		log.Fatal(err)
	}
	if _, err := git.Run(ctx, dir, "commit", "-q", "-a", "-m", "A small improvement"); err != nil {
		log.Fatal(err)
	}
	if report, err = judge(ctx, git, dir); err != nil {
		log.Fatal(err)
	}
	for _, v := range report.Violations {
		if !v.Warning() {
			fmt.Println(v.Code, v.Path, v.Message)
		}
	}
	// Output:
	// true 19 entries, 2 versions
	// E_UNSIGNED versions/1.1.0.yaml the commit changes the ledger and is not signed
}

// judge verifies the branch that a repository has checked out.
func judge(ctx context.Context, git ledger.Git, dir string) (*audit.Report, error) {
	repo, err := ledger.Open(ctx, git, dir)
	if err != nil {
		return nil, err
	}
	ref, tip, err := repo.Head()
	if err != nil {
		return nil, err
	}
	subject, err := audit.Subject{Tip: tip, Ref: ref, Root: "catalogue"}.In(ctx, repo)
	if err != nil {
		return nil, err
	}
	subject.Pin = "" // the ledger's id, as its owner told it; empty trusts whatever is found
	return audit.Verify(ctx, subject)
}

// demo makes the repository of sc demo, and a git that knows no settings but its own.
func demo(ctx context.Context, home string) (dir string, git ledger.Git) {
	config := filepath.Join(home, "gitconfig")
	if err := os.WriteFile(config, []byte("[user]\n\tname = Somebody\n\temail = somebody@example.com\n"), 0o644); err != nil {
		log.Fatal(err)
	}
	environ := append(os.Environ(), "HOME="+home, "GIT_CONFIG_GLOBAL="+config, "GIT_CONFIG_NOSYSTEM=1", "SC_STATE="+filepath.Join(home, "state"), "SC_LANG=en")
	env := cli.Env{
		Args: []string{"demo", filepath.Join(home, "tour")}, In: strings.NewReader(""), Out: io.Discard, Err: os.Stderr,
		Dir: home, Environ: environ, Now: time.Now, Random: rand.Reader,
	}
	if code := cli.Run(ctx, env); code != 0 {
		log.Fatalf("sc demo: exit %d", code)
	}
	return filepath.Join(home, "tour", "repository"), ledger.Git{Env: environ}
}
