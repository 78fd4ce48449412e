package cli

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/signature"
)

// demoFiles are what the people of the demo bring along: the requirements of
// customers, and what is written into drafts (svc-*).
//
//go:embed demo/*.yaml
var demoFiles embed.FS

// The folders of a demo.
const (
	demoRepository = "repository"
	demoRequests   = "requests"
	demoKeys       = "keys"
	demoHome       = "home"
)

// stage is where the demo plays: a folder with a repository, keys and a home of
// its own, in which nothing of the user's counts.
type stage struct {
	app    *app
	dir    string
	out    io.Writer // the transcript
	labels *procedure.Procedure
	played []played
}

// played is a step of the demo as JSON readers see it.
type played struct {
	At      string `json:"at"`
	Person  string `json:"person"`
	Command string `json:"command"`
	Exit    int    `json:"exit"`
	Output  string `json:"output"`
}

func (a *app) newStage(dir string) (*stage, error) {
	st := &stage{app: a, dir: dir, out: a.Out, labels: &procedure.Procedure{}, played: []played{}}
	if a.machine() {
		st.out = io.Discard
	}
	if err := records.Decode(records.ProcedureFile, procedure.Default(), st.labels); err != nil {
		return nil, err
	}
	for _, folder := range []string{demoRepository, demoRequests, demoHome} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			return nil, demoFolderFault(filepath.Join(dir, folder), err)
		}
	}
	return st, st.furnish()
}

// furnish makes the keys and lays the requirements out.
func (st *stage) furnish() error {
	for _, p := range cast() {
		seed := sha256.Sum256([]byte("sc demo, worthless key of " + string(p.id)))
		file := filepath.Join(st.dir, demoKeys, string(p.id))
		if err := signature.WriteKey(file, ed25519.NewKeyFromSeed(seed[:]), string(p.id)+", sc demo, worthless", nil); err != nil {
			return err
		}
	}
	files, err := demoFiles.ReadDir("demo")
	if err != nil {
		return err
	}
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "svc-") {
			continue
		}
		data, err := demoFiles.ReadFile(path.Join("demo", f.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(st.dir, demoRequests, f.Name()), data, 0o644); err != nil {
			return demoFolderFault(filepath.Join(st.dir, demoRequests), err)
		}
	}
	return nil
}

// environ is the environment of a step: what programs need to run at all, and
// nothing that is the user's. Git looks for no repository above the demo.
func (st *stage) environ(who procedure.PersonID) []string {
	home := filepath.Join(st.dir, demoHome)
	env := []string{
		"HOME=" + home, "USERPROFILE=" + home, "XDG_CONFIG_HOME=" + home,
		"GIT_CONFIG_GLOBAL=" + filepath.Join(home, "gitconfig"), "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES=" + st.dir,
		"SC_LANG=" + string(st.app.say.Language()),
	}
	for _, name := range []string{"PATH", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT", "SystemRoot", "PATHEXT", "LD_LIBRARY_PATH"} {
		if v := st.app.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	if st.app.colour() == render.Plain {
		env = append(env, "NO_COLOR=1") // it is shown where this program shows things
	}
	if who != "" {
		env = append(env, "SC_SIGNINGKEY="+filepath.Join(st.dir, demoKeys, string(who)))
	}
	return env
}

// play shows a scene as it happens, and fails where it does not end as it should.
func (st *stage) play(ctx context.Context, s scene) error {
	say := st.app.say
	fmt.Fprintln(st.out, say.T("# %s %s: %s", s.at[:len("2006-01-02")], st.named(s.who), s.says))
	if s.draft != "" {
		return st.write(s)
	}
	command := shellLine(s)
	fmt.Fprintf(st.out, "$ %s\n", command)
	output, code, err := st.run(ctx, s)
	if err != nil {
		return err
	}
	if code == exitInterrupted {
		return errInterrupted
	}
	if _, err := st.out.Write(output); err != nil {
		return fmt.Errorf("write what the step said: %w", err)
	}
	if code != exitDone {
		fmt.Fprintf(st.out, "[%s]\n", say.T("exit status %s", code))
	}
	st.played = append(st.played, played{s.at, string(s.who), command, code, string(output)})
	if code != s.ends {
		return fault(
			finding.Say("a step of the demo ended with %s, not with %s: %s", code, s.ends, command),
			finding.Say("what it left is in %s; please report what it printed", st.dir))
	}
	return nil
}

// named is a person with their role; nobody in particular is anybody.
func (st *stage) named(id procedure.PersonID) finding.Sentence {
	for _, p := range cast() {
		if p.id == id {
			return finding.Say("%s (%s)", p.name, st.labels.Label(p.role))
		}
	}
	return finding.Say("anybody")
}

// run runs the real command, in the repository. What it prints is what people
// see on a terminal, but nobody is asked.
func (st *stage) run(ctx context.Context, s scene) (output []byte, code int, err error) {
	when, err := time.Parse("2006-01-02 15:04 -07:00", s.at+" +08:00")
	if err != nil {
		return nil, 0, fmt.Errorf("time of a scene: %w", err)
	}
	var said bytes.Buffer
	a := st.app
	env := Env{
		In: strings.NewReader(""), Out: &said, Err: &said, Args: s.args, Dir: filepath.Join(st.dir, demoRepository),
		Environ: st.environ(s.who), Now: func() time.Time { return when }, Random: a.Random, Build: a.Build,
		Term: Terminal{Out: true, Width: a.Term.Width},
	}
	code = Run(ctx, env)
	return said.Bytes(), code, nil
}

// write lays a text of the demo over a draft, as a person does in the editor.
func (st *stage) write(s scene) error {
	text, err := demoFiles.ReadFile(path.Join("demo", s.draft))
	if err != nil {
		return err
	}
	name := filepath.Join(st.dir, demoRepository, catalogueRoot, filepath.FromSlash(records.ServicePath(s.service)))
	have, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read the draft: %w", err)
	}
	var e catalogue.Entry
	for _, part := range [][]byte{have, text} {
		if err := records.Decode(s.draft, part, &e); err != nil {
			return err
		}
	}
	whole, err := document.Encode(e)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		fmt.Fprint(st.out, "    "+line)
	}
	return os.WriteFile(name, whole, 0o644)
}
