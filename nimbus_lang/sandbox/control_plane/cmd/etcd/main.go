// Command etcd is the unchanged upstream etcd server, built here because the sandbox may not download binaries.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
