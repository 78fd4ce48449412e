package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// cutter runs a program, and all that it starts, under the system's eyes (ptrace),
// and does something to it at the n-th write point: a call that makes, fills, names
// or removes a file or a folder.
//
//	cutter [-within DIR] [-log FILE] [-at N] [-how HOW] [-after D] PROGRAM ARG…
//
// HOW is what happens there: "kill" ends the program alone, as kill -9 does, and git
// goes on; "power" ends all at once; "full" lets every later call that needs room
// fail as on a full disk, "readonly" every one as on a file system that is read-only.
// With -after the end comes after that time and not at a point. Without either, the
// points are only counted. FILE gets a line for each: the call, whether git or sc
// made it, and the file.
//
// The system is asked (seccomp) to stop at such calls alone, or most of the time would
// go to those that are of no interest.
func cutter() {
	c := &cut{tasks: map[int]*task{}}
	var watched bool
	flag.BoolVar(&watched, "watched", false, "") // it is the one to be watched, and becomes PROGRAM
	flag.StringVar(&c.within, "within", "/", "")
	flag.StringVar(&c.log, "log", "", "")
	flag.IntVar(&c.at, "at", 0, "")
	flag.StringVar(&c.how, "how", "", "")
	flag.DurationVar(&c.after, "after", 0, "")
	flag.Parse()
	run := c.run
	if watched {
		run = becomeWatched
	}
	if err := run(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "cutter:", err)
		os.Exit(99)
	}
	os.Exit(c.code)
}

// canCut reports whether write points can be found on this system.
func canCut() error {
	cmd := exec.Command("true")
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	return nil
}

// inMemory makes a folder on a file system that lies in memory.
func inMemory() (string, error) {
	const shared, tmpfs = "/dev/shm", 0x01021994
	var fs syscall.Statfs_t
	if err := syscall.Statfs(shared, &fs); err != nil || fs.Type != tmpfs {
		return "", fmt.Errorf("%s is no tmpfs here", shared)
	}
	return os.MkdirTemp(shared, "sc-killed-")
}

type cut struct {
	within, log, how string
	at               int
	after            time.Duration

	first  int // the program's own process
	tasks  map[int]*task
	points bytes.Buffer
	n      int
	code   int
	dead   bool // the cut was made
}

// task is a thread that is watched.
type task struct{ process int }

const (
	stoppedBy = 7 // PTRACE_EVENT_SECCOMP: a call that the filter names
	traceAll  = syscall.PTRACE_O_TRACECLONE | syscall.PTRACE_O_TRACEFORK | syscall.PTRACE_O_TRACEVFORK |
		syscall.PTRACE_O_TRACEEXEC | 1<<stoppedBy | 0x100000 // and all ends with the tracer
	allThreads = 0x40000000 // __WALL
)

func (c *cut) run(args []string) error {
	runtime.LockOSThread() // ptrace knows the thread
	cmd := exec.Command(os.Args[0], append([]string{"-watched", "--"}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	c.first = cmd.Process.Pid
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(c.first, &ws, allThreads, nil); err != nil {
		return err
	}
	c.tasks[c.first] = &task{process: c.first}
	if err := syscall.PtraceSetOptions(c.first, traceAll); err != nil {
		return err
	}
	if c.after > 0 {
		time.AfterFunc(c.after, func() { _ = syscall.Kill(c.first, syscall.SIGKILL) })
	}
	if err := syscall.PtraceCont(c.first, 0); err != nil {
		return err
	}
	c.watch()
	if c.log == "" {
		return nil
	}
	return os.WriteFile(c.log, c.points.Bytes(), 0o644)
}

// watch goes on until nothing runs any more: git may outlive the program.
func (c *cut) watch() {
	for {
		var ws syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &ws, allThreads, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return
		}
		if ws.Exited() || ws.Signaled() {
			if pid == c.first {
				c.code = ws.ExitStatus()
				if ws.Signaled() {
					c.code = 128 + int(ws.Signal())
					c.end()
				}
			}
			delete(c.tasks, pid)
			continue
		}
		_ = syscall.PtraceCont(pid, c.stopped(pid, ws)) // it may be gone by now
	}
}

// stopped sees why a thread stands still, and gives the signal to go on with.
func (c *cut) stopped(pid int, ws syscall.WaitStatus) int {
	t := c.tasks[pid]
	if t == nil { // its first stop
		t = &task{process: processOf(pid)}
		c.tasks[pid] = t
		if ws.StopSignal() == syscall.SIGSTOP {
			return 0
		}
	}
	switch sig := ws.StopSignal(); {
	case sig == syscall.SIGTRAP && ws.TrapCause() == stoppedBy:
		c.called(pid, t)
		return 0
	case sig == syscall.SIGTRAP:
		return 0
	default:
		return int(sig)
	}
}

// processOf is the process that a thread belongs to.
func processOf(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if id, ok := strings.CutPrefix(line, "Tgid:"); ok {
			var n int
			fmt.Sscan(id, &n)
			return n
		}
	}
	return pid
}

// callInfo is struct ptrace_syscall_info where a filter stopped a call.
type callInfo struct {
	op     uint8
	_      [3]uint8
	_      uint32
	_, _   uint64
	number uint64
	args   [6]uint64
	_      uint64
}

func (c *cut) called(pid int, t *task) {
	var info callInfo
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PTRACE, 0x420e, uintptr(pid), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0); e != 0 {
		return
	}
	p := c.point(pid, t, info)
	if p == nil {
		return
	}
	c.n++
	fmt.Fprintf(&c.points, "%s\t%s\t%s\n", p.call, p.by, strings.Join(p.files, "\t"))
	switch {
	case c.at == 0 || c.n < c.at || c.how == "":
	case c.how == "kill" || c.how == "power":
		c.end()
	case c.how == "readonly":
		fail(pid, syscall.EROFS)
	case p.room:
		fail(pid, syscall.ENOSPC)
	}
}

// end kills the program, or all.
func (c *cut) end() {
	if c.dead {
		return
	}
	c.dead = true
	_ = syscall.Kill(c.first, syscall.SIGKILL)
	if c.how != "power" {
		return
	}
	for _, t := range c.tasks {
		_ = syscall.Kill(t.process, syscall.SIGKILL)
	}
}

// fail lets the call come to nothing.
func fail(pid int, errno syscall.Errno) {
	var regs syscall.PtraceRegs
	if syscall.PtraceGetRegs(pid, &regs) == nil {
		regs.Orig_rax, regs.Rax = ^uint64(0), uint64(-int64(errno))
		_ = syscall.PtraceSetRegs(pid, &regs)
	}
}

// becomeWatched has the system stop this process, and all that comes of it, at every
// call that writes, and becomes the program.
func becomeWatched(args []string) error {
	program := exec.Command(args[0], args[1:]...)
	if program.Err != nil {
		return program.Err
	}
	runtime.LockOSThread() // a filter is a thread's, and what comes of it
	filter := writeFilter()
	rules := syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	const noNewPrivileges, setSeccomp, byFilter = 38, 22, 2
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, noNewPrivileges, 1, 0, 0, 0, 0); e != 0 {
		return e
	}
	if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, setSeccomp, byFilter, uintptr(unsafe.Pointer(&rules))); e != 0 {
		return e
	}
	return syscall.Exec(program.Path, program.Args, os.Environ())
}

// writeFilter names the calls that write, as seccomp takes it.
func writeFilter() []syscall.SockFilter {
	const (
		load, equal, anyOf, end = 0x20, 0x15, 0x45, 0x06 // BPF_LD|W|ABS, JMP|JEQ|K, JMP|JSET|K, RET|K
		allow, ask              = 0x7fff0000, 0x7ff00000
		number, argument        = 0, 16 // where struct seccomp_data has them
	)
	creates := []syscall.SockFilter{{Code: anyOf, Jf: 1, K: syscall.O_CREAT | syscall.O_TRUNC}, {Code: end, K: ask}, {Code: end, K: allow}}
	filter := []syscall.SockFilter{{Code: load, K: number}}
	for call, flags := range map[uint32]uint32{syscall.SYS_OPEN: 1, syscall.SYS_OPENAT: 2} {
		filter = append(filter, syscall.SockFilter{Code: equal, Jf: 4, K: call}, syscall.SockFilter{Code: load, K: argument + 8*flags})
		filter = append(filter, creates...)
	}
	for call := range writeCalls {
		filter = append(filter, syscall.SockFilter{Code: equal, Jf: 1, K: uint32(call)}, syscall.SockFilter{Code: end, K: ask})
	}
	return append(filter, syscall.SockFilter{Code: end, K: allow})
}

// point is one write point.
type point struct {
	call  string
	by    string // sc or git
	files []string
	room  bool // it needs room on the disk
}

// What the arguments of a call are.
const (
	noName   = iota
	byPath   // a path
	inFolder // a folder's descriptor, then a path
	byHandle // a file's descriptor
)

// writeCalls are the calls that write, and where their files are named.
var writeCalls = map[uint64]struct {
	name string
	args [2]int // what stands at which place
	at   [2]int
	room bool
}{
	syscall.SYS_OPEN:      {"create", [2]int{byPath}, [2]int{0}, true},
	syscall.SYS_OPENAT:    {"create", [2]int{inFolder}, [2]int{0}, true},
	syscall.SYS_WRITE:     {"write", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_PWRITE64:  {"write", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_WRITEV:    {"write", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_FTRUNCATE: {"truncate", [2]int{byHandle}, [2]int{0}, false},
	syscall.SYS_FSYNC:     {"sync", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_FDATASYNC: {"sync", [2]int{byHandle}, [2]int{0}, true},
	syscall.SYS_MKDIR:     {"mkdir", [2]int{byPath}, [2]int{0}, true},
	syscall.SYS_MKDIRAT:   {"mkdir", [2]int{inFolder}, [2]int{0}, true},
	syscall.SYS_RENAME:    {"rename", [2]int{byPath, byPath}, [2]int{0, 1}, false},
	syscall.SYS_RENAMEAT:  {"rename", [2]int{inFolder, inFolder}, [2]int{0, 2}, false},
	316:                   {"rename", [2]int{inFolder, inFolder}, [2]int{0, 2}, false}, // renameat2
	syscall.SYS_LINK:      {"link", [2]int{byPath, byPath}, [2]int{0, 1}, true},
	syscall.SYS_LINKAT:    {"link", [2]int{inFolder, inFolder}, [2]int{0, 2}, true},
	syscall.SYS_UNLINK:    {"remove", [2]int{byPath}, [2]int{0}, false},
	syscall.SYS_UNLINKAT:  {"remove", [2]int{inFolder}, [2]int{0}, false},
	syscall.SYS_RMDIR:     {"remove", [2]int{byPath}, [2]int{0}, false},
}

// point is the write point that a call is; nil for any other.
func (c *cut) point(pid int, t *task, info callInfo) *point {
	kind, ok := writeCalls[info.number]
	if !ok {
		return nil
	}
	flags := uint64(0)
	switch info.number {
	case syscall.SYS_OPEN:
		flags = info.args[1]
	case syscall.SYS_OPENAT:
		flags = info.args[2]
	}
	if kind.name == "create" && flags&(syscall.O_CREAT|syscall.O_TRUNC) == 0 {
		return nil
	}
	p := &point{call: kind.name, by: "git", room: kind.room}
	if t.process == c.first {
		p.by = "sc"
	}
	for i, arg := range kind.args {
		if arg != noName {
			p.files = append(p.files, file(pid, arg, info.args[kind.at[i]:]))
		}
	}
	if !slices.ContainsFunc(p.files, func(f string) bool { return strings.HasPrefix(f, c.within+"/") }) {
		return nil
	}
	return p
}

// file is the path that a call's arguments name.
func file(pid, kind int, args []uint64) string {
	proc := fmt.Sprintf("/proc/%d/", pid)
	folder, name := proc+"cwd", ""
	switch kind {
	case byHandle:
		target, _ := os.Readlink(fmt.Sprintf("%sfd/%d", proc, int32(args[0])))
		return target
	case byPath:
		name = text(pid, args[0])
	case inFolder:
		name = text(pid, args[1])
		if int32(args[0]) != -100 { // AT_FDCWD
			folder = fmt.Sprintf("%sfd/%d", proc, int32(args[0]))
		}
	}
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	dir, _ := os.Readlink(folder)
	return filepath.Join(dir, name)
}

// text reads what stands at an address of the program's.
func text(pid int, address uint64) string {
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return ""
	}
	defer mem.Close()
	var all []byte
	for len(all) < syscall.PathMax {
		part := make([]byte, 256-address%256) // never over the end of a page
		n, err := mem.ReadAt(part, int64(address))
		if end := bytes.IndexByte(part[:n], 0); end >= 0 {
			return string(append(all, part[:end]...))
		}
		if err != nil {
			return ""
		}
		all, address = append(all, part[:n]...), address+uint64(n)
	}
	return string(all)
}
