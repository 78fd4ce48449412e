//go:build !(linux && amd64)

package main

import "errors"

// cutter, canCut and inMemory stand in for those of Linux.
func cutter() {}

func canCut() error { return errors.New("write points are only found on Linux on amd64") }

func inMemory() (string, error) { return "", canCut() }
