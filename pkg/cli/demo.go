package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// newDemo plays the procedure of the sample company.
func newDemo(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "demo [DIR]",
		Short: a.say.T("Play the whole procedure in a folder of its own"),
		Long: a.say.T("Plays the procedure of an invented company, from the first catalogue to the proof of its second version, in a new temporary folder or in DIR, which must be empty or absent. It runs the real commands and prints each before what it says. The clock is fixed and the keys are worthless; nothing of yours is read or changed. The repository stays, and the last lines say where it is.") + "\n\n" +
			a.say.T("Exit status: 0, or 2 where a step did not end as it should; the step is named."),
		Example: "  sc demo\n  sc demo --lang zh | less\n  sc demo tour && cd tour/repository",
	}
	return a.runs(c, arity{0, 1}, func(ctx context.Context, args []string) error {
		dir := ""
		if len(args) == 1 {
			dir = args[0]
		}
		return a.demo(ctx, dir, a.demoActs())
	})
}

func (a *app) demo(ctx context.Context, given string, acts []act) error {
	dir, shown, err := a.demoFolder(given)
	if err != nil {
		return err
	}
	st, err := a.newStage(dir)
	if err != nil {
		return err
	}
	fmt.Fprintln(st.out, a.say.T("# The procedure of an invented company, played by the real commands of sc."))
	fmt.Fprintln(st.out, a.say.T("# The clock is fixed. The keys come from seeds that everybody knows: they protect nothing."))
	for _, one := range acts {
		fmt.Fprintf(st.out, "\n== %s ==\n", a.say.Say(one.title))
		for _, s := range one.scenes {
			if err := st.play(ctx, s); err != nil {
				return err
			}
		}
	}
	return a.curtain(st, shown)
}

// demoFolder makes the folder of the demo, and says how people name it. The
// folder is given without links, as git sees it.
func (a *app) demoFolder(given string) (dir, shown string, err error) {
	if given == "" {
		dir, err = os.MkdirTemp("", "sc-demo-")
		shown = dir
	} else {
		dir = given
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(a.dir(), dir)
		}
		shown = a.relative(dir)
		err = vacantFolder(dir)
	}
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return "", "", demoFolderFault(shown, err)
	}
	return dir, shown, nil
}

var errNotEmpty = errors.New("not empty")

// vacantFolder makes a folder that is absent, and refuses one that holds
// something.
func vacantFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.ReadDir(1); !errors.Is(err, io.EOF) {
		return errors.Join(errNotEmpty, err)
	}
	return nil
}

func demoFolderFault(dir string, err error) error {
	f := &finding.Fault{Message: finding.Say("the folder %s cannot be made", dir), Hint: finding.Say("check that you may write there"), Cause: err}
	if errors.Is(err, errNotEmpty) || errors.Is(err, fs.ErrExist) {
		f.Message = finding.Say("the folder %s is not empty", dir)
		f.Hint = finding.Say("name an empty folder or a new one; without a name the demo takes a temporary one")
	}
	return f
}

// curtain says where the repository is and what to try next.
func (a *app) curtain(st *stage, shown string) error {
	repository := filepath.Join(shown, demoRepository)
	if a.machine() {
		return a.show(render.Page{Value: map[string]any{
			"repository": filepath.ToSlash(repository), "keys": filepath.ToSlash(filepath.Join(shown, demoKeys)), "steps": st.played,
		}})
	}
	key := "../" + demoKeys + "/wang.fang"
	lines := []string{
		"", a.say.T("The repository stays here: %s", repository), a.say.T("Try next:"),
		"  cd " + shellWord(repository),
		"  sc trace SLR-2026-0003",
		"  SC_SIGNINGKEY=" + key + " sc request --customer " + shellWord(a.say.T("Harbour Logistics")) + " --title " + shellWord(a.say.T("A weekly report")) + " --service svc-network-ops",
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(a.Out, line); err != nil {
			return err
		}
	}
	return nil
}
