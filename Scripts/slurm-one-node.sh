# shellcheck shell=bash
# For tests: a Slurm cluster of one node (this machine), with everything that it keeps in a folder. To be sourced.
#
#   start_cluster FOLDER    brings it up and sets SLURM_CONF; takes root's rights
#   stop_cluster            ends all its processes
start_cluster() {
    local folder=$1 host; host=$(hostname -s)
    mkdir -p "$folder"/{state,spool,munge}; chmod 700 "$folder/munge"
    head -c 1024 /dev/urandom > "$folder/munge/key"; chmod 400 "$folder/munge/key"
    munged --foreground --force --num-threads 2 --key-file "$folder/munge/key" --socket "$folder/munge/socket" \
        --pid-file "$folder/munge/pid" --log-file "$folder/munge/log" --seed-file "$folder/munge/seed" >/dev/null 2>&1 &
    munged=$!
    local ports; ports=$(python3 -c 'import socket
s=[socket.socket() for _ in range(2)]
[x.bind(("127.0.0.1",0)) for x in s]
print(*[x.getsockname()[1] for x in s])')
    set -- $ports
    cat > "$folder/slurm.conf" <<END
ClusterName=bbwbtest
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$1
SlurmdPort=$2
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=2,bf_interval=2
InactiveLimit=0
KillWait=30
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
    export SLURM_CONF="$folder/slurm.conf"
    for i in $(seq 50); do [ -S "$folder/munge/socket" ] && break; sleep 0.1; done
    slurmctld -D -f "$SLURM_CONF" >/dev/null 2>&1 & slurmctld=$!
    slurmd -D -f "$SLURM_CONF" >/dev/null 2>&1 & slurmd=$!
    for i in $(seq 300); do sinfo -h -o %t 2>/dev/null | grep -q idle && return 0; sleep 0.2; done
    tail -5 "$folder"/*.log >&2
    return 1
}
stop_cluster() {
    scancel --user "$(id -un)" 2>/dev/null
    for i in $(seq 50); do squeue -h 2>/dev/null | grep -q . || break; sleep 0.2; done
    kill "$slurmd" "$slurmctld" "$munged" 2>/dev/null
    wait "$slurmd" "$slurmctld" "$munged" 2>/dev/null
}
