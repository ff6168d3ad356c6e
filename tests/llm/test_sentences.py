"""What sentences become, told by the graph of the spec: the resources, their arguments, and nothing that was not asked for."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.llm.offline.translate import translate
from tests.llm.graphs import checked_of, counts, fact, spec_of

ISSUE = (
    "a VPC over three zones in eu-west-1 with an EKS cluster and a private Postgres with 100 GB"
    " and 30 days of backups"
)

SENTENCES: dict[str, dict[str, Any]] = {
    ISSUE: {
        "aws: region": "eu-west-1",
        "#aws.subnet": 6,
        "#aws.nat_gateway": 1,
        "#aws.eks_cluster": 1,
        "database.db: allocated_storage": 100,
        "database.db: backup_retention_period": 30,
        "database.db: publicly_accessible": False,
        "database.db: storage_encrypted": True,
        "@database.db": False,
    },
    "a private bucket and a queue in eu-west-1": {
        "#aws.s3_bucket": 1,
        "#aws.sqs_queue": 2,
        "bucket.store: bucket": "shop-bucket",
        "bucket.closed: block_public_acls": True,
    },
    "a VPC 10.20.0.0/16 across 2 availability zones with a NAT gateway per zone in Stockholm": {
        "aws: region": "eu-north-1",
        "network.vpc: cidr_block": "10.20.0.0/16",
        "#aws.subnet": 4,
        "#aws.nat_gateway": 2,
    },
    "a VPC without NAT in London": {"aws: region": "eu-west-2", "#aws.nat_gateway": 0},
    "Please create a network over four AZs with one NAT gateway in us-east-1.": {
        "#aws.subnet": 8,
        "#aws.nat_gateway": 1,
        "aws: region": "us-east-1",
    },
    "creates a VPC with a CIDR block of 10.9.0.0/16 and an internet gateway in the AWS us-east-2 region": {
        "network.vpc: cidr_block": "10.9.0.0/16",
        "aws: region": "us-east-2",
    },
    "an EKS cluster with 2 to 6 m6i.xlarge nodes in Frankfurt": {
        "aws: region": "eu-central-1",
        "cluster.nodes_group: scaling_config.min_size": 2,
        "cluster.nodes_group: scaling_config.max_size": 6,
        "cluster.nodes_group: instance_types": ["m6i.xlarge"],
        "#aws.vpc": 1,
    },
    "Kubernetes 1.32 cluster over two zones in Ireland with 3 nodes": {
        "cluster.control_plane: version": "1.32",
        "#aws.subnet": 4,
        "cluster.nodes_group: scaling_config.max_size": 3,
    },
    "I would like a k8s cluster reachable from 198.51.100.0/24, with 80 GB disks, please": {
        "cluster.control_plane: vpc_config.public_access_cidrs": ["198.51.100.0/24"],
        "cluster.control_plane: vpc_config.endpoint_public_access": True,
        "cluster.nodes_group: disk_size": 80,
    },
    "a private EKS cluster with at least three nodes": {
        "cluster.control_plane: vpc_config.endpoint_public_access": False,
        "cluster.nodes_group: scaling_config.min_size": 3,
        "cluster.nodes_group: scaling_config.max_size": 6,
    },
    "EKS v1.31 with up to 5 t3.large machines": {
        "cluster.control_plane: version": "1.31",
        "cluster.nodes_group: scaling_config.max_size": 5,
        "cluster.nodes_group: instance_types": ["t3.large"],
    },
    "a highly available Postgres 16 with 200GB on a db.r6g.large in us-west-2, protected, tagged team=platform": {
        "database.db: engine_version": "16",
        "database.db: multi_az": True,
        "database.db: allocated_storage": 200,
        "database.db: instance_class": "db.r6g.large",
        "database.db: deletion_protection": True,
        "database.db: tags.team": "platform",
        "@database.db": True,
        "aws: region": "us-west-2",
    },
    "a Postgres with a week of backups and storage of 1 TB, multi-AZ": {
        "database.db: backup_retention_period": 7,
        "database.db: allocated_storage": 1024,
        "database.db: multi_az": True,
    },
    "a PostgreSQL database. The database should be highly available and keep backups for two weeks.": {
        "#aws.db_instance": 1,
        "database.db: multi_az": True,
        "database.db: backup_retention_period": 14,
    },
    "Create a PostgresQL instance.": {"#aws.db_instance": 1, "database.db: engine": "postgres"},
    "a 250 GiB Postgres accessible from 10.0.0.0/24 with 35-day backups": {
        "database.db: allocated_storage": 250,
        "database.db: backup_retention_period": 35,
        'database.allowed["10.0.0.0/24"]: cidr_ipv4': "10.0.0.0/24",
    },
    "production Postgres with 100 GB in Oregon": {
        "database.db: multi_az": True,
        "database.db: deletion_protection": True,
        "@database.db": True,
    },
    "an EKS cluster and a Postgres with 100 GB for production": {
        "#aws.nat_gateway": 3,
        "database.db: multi_az": True,
        "@cluster.control_plane": True,
    },
    "three private S3 buckets called acme-invoices, acme-exports and acme-mails": {
        "#aws.s3_bucket": 3,
        "acme_mails.store: bucket": "acme-mails",
    },
    "an unversioned bucket named acme-scratch": {
        "acme_scratch.versions: versioning_configuration.status": "Suspended",
    },
    "a versioned bucket for uploads with old versions kept for 30 days": {
        "uploads.store: bucket": "shop-uploads",
        "uploads.versions: versioning_configuration.status": "Enabled",
        "uploads.expiry: rule.noncurrent_version_expiration.noncurrent_days": 30,
    },
    "two queues and two buckets": {"#aws.s3_bucket": 2, "#aws.sqs_queue": 4},
    "a FIFO queue with a dead-letter queue after 3 attempts and a visibility timeout of 5 minutes": {
        "queue.messages: fifo_queue": True,
        "queue.messages: visibility_timeout_seconds": 300,
        "queue.messages: redrive_policy.maxReceiveCount": 3,
    },
    "an SQS queue called order-events with messages kept for 7 days": {
        "order_events.messages: name": "order-events",
        "order_events.messages: message_retention_seconds": 604800,
    },
    "a Python 3.12 Lambda function with 512 MB and a timeout of 30 seconds": {
        "function.code: runtime": "python3.12",
        "function.code: memory_size": 512,
        "function.code: timeout": 30,
        "function.code: filename": "function.zip",
    },
    "a Node.js 22 lambda called resize from resize.zip triggered by an SQS queue": {
        "resize.code: runtime": "nodejs22.x",
        "resize.code: handler": "index.handler",
        "resize.code: filename": "resize.zip",
        "#aws.lambda_event_source_mapping": 1,
    },
    "a Lambda function with a timeout of 2 minutes that reads from the queue, and a queue": {
        "queue.messages: visibility_timeout_seconds": 720,
        "function.code: timeout": 120,
    },
    "a Lambda function that writes files to the bucket and a versioned bucket called acme-uploads": {
        "function.code: environment.variables.BUCKET": "(known after apply: acme_uploads.store.id)",
        "#aws.lambda_event_source_mapping": 0,
    },
    "a Java 21 function on x86 with handler example.Handler from app.jar": {
        "function.code: runtime": "java21",
        "function.code: handler": "example.Handler",
        "function.code: architectures": ["x86_64"],
        "function.code: filename": "app.jar",
    },
    "a web app with image ghcr.io/acme/shop:1.4.2, 2 to 10 replicas on port 9000 that uses the database, and a Postgres with 50 GB in Virginia": {
        "aws: region": "us-east-1",
        "#aws.db_instance": 1,
        "web.scaling: spec.minReplicas": 2,
        "web.scaling: spec.maxReplicas": 10,
        "web.deployment: spec.template.spec.containers.0.image": "ghcr.io/acme/shop:1.4.2",
        "web.deployment: spec.template.spec.containers.0.ports.0.containerPort": 9000,
        "#k8s.core.v1.Secret": 1,
    },
    "a web service nginx:1.27 with LOG_LEVEL=debug and health check /healthz and 256 MB of memory and 250m cpu in namespace shop": {
        "web.deployment: metadata.namespace": "shop",
        "web.deployment: spec.template.spec.containers.0.readinessProbe.httpGet.path": "/healthz",
        "web.deployment: spec.template.spec.containers.0.resources.requests.memory": "256Mi",
        "web.deployment: spec.template.spec.containers.0.resources.requests.cpu": "250m",
        "#aws.vpc": 0,
    },
    "an EKS cluster with a web app called shop running ghcr.io/acme/shop:1.4.2 with three replicas": {
        "shop.scaling: spec.minReplicas": 3,
        "shop.scaling: spec.maxReplicas": 3,
    },
    "a frontend with image a/front:1.0 and an api with image a/api:2.0 that use the database, and a Postgres, in Tokyo": {
        "#k8s.apps.v1.Deployment": 2,
        "#k8s.core.v1.Secret": 2,
        "frontend.deployment: metadata.name": "frontend",
        "api.deployment: metadata.name": "api",
        "aws: region": "ap-northeast-1",
    },
    "a worker with image ghcr.io/acme/mails:2.0.1 and 3 replicas that reads from the queue, and a FIFO queue called mails": {
        "worker.deployment: spec.replicas": 3,
        "worker.deployment: spec.template.spec.containers.0.env.0.name": "QUEUE_URL",
        "#aws.sqs_queue": 2,
    },
    'a background worker with image a/b:1.0 running "python worker.py --all" with a grace period of 2 minutes': {
        "worker.deployment: spec.template.spec.containers.0.command": [
            "python",
            "worker.py",
            "--all",
        ],
        "worker.deployment: spec.template.spec.terminationGracePeriodSeconds": 120,
    },
    "a cron job running ghcr.io/acme/report:3.2.0 every night at 3": {
        "job.job: spec.schedule": "0 3 * * *",
        "job.job: spec.timeZone": "Etc/UTC",
    },
    "a cron job with image ghcr.io/acme/report:3.2.0 on weekdays at 6:30pm in Europe/Berlin": {
        "job.job: spec.schedule": "30 18 * * 1-5",
        "job.job: spec.timeZone": "Europe/Berlin",
    },
    "an hourly job with image busybox:1.36 with 3 retries and a timeout of 10 minutes": {
        "job.job: spec.schedule": "0 * * * *",
        "job.job: spec.jobTemplate.spec.backoffLimit": 3,
        "job.job: spec.jobTemplate.spec.activeDeadlineSeconds": 600,
    },
    "a job with image busybox:1.36 every 15 minutes": {"job.job: spec.schedule": "*/15 * * * *"},
    "a scheduled job with image busybox:1.36 every monday and thursday at noon": {
        "job.job: spec.schedule": "0 12 * * 1,4",
    },
    'a cron job with image busybox:1.36 and schedule "5 4 * * 0"': {
        "job.job: spec.schedule": "5 4 * * 0",
    },
    "a Helm release called ingress of the chart oci://ghcr.io/nginxinc/charts/nginx-ingress version 2.2.1 in namespace ingress": {
        "ingress: version": "2.2.1",
        "ingress: chart": "oci://ghcr.io/nginxinc/charts/nginx-ingress",
        "ingress: namespace": "ingress",
    },
    "everything tagged team=platform and owner=jane: a VPC, a Postgres and a bucket in eu-central-1": {
        "aws: default_tags.tags.owner": "jane",
        "#aws.db_instance": 1,
        "#aws.s3_bucket": 1,
    },
    "VPC, EKS, Postgres, S3 bucket, SQS queue in Ireland": {
        "#aws.vpc": 1,
        "#aws.eks_cluster": 1,
        "#aws.db_instance": 1,
        "#aws.s3_bucket": 1,
        "#aws.sqs_queue": 2,
    },
    "- a VPC over two zones\n- a Postgres with 50 GB\n- a bucket called acme-files\nin Sydney": {
        "#aws.subnet": 4,
        "database.db: allocated_storage": 50,
        "acme_files.store: bucket": "acme-files",
        "aws: region": "ap-southeast-2",
    },
    "a kuberntes clutser with a privat PostgreSQL databse with 100 GB in Irland": {
        "aws: region": "eu-west-1",
        "#aws.eks_cluster": 1,
        "database.db: allocated_storage": 100,
    },
    "Two Postgres databases called orders and billing with 50 GB each, in a VPC over two zones": {
        "#aws.db_instance": 2,
        "#aws.vpc": 1,
        "#aws.subnet": 4,
        "orders.db: allocated_storage": 50,
        "billing.db: allocated_storage": 50,
    },
    "a Postgres and a bucket, and a web app with image a/b:1.0 that uses the database and the bucket": {
        "web.deployment: spec.template.spec.containers.0.env.0.name": "BUCKET",
        "#k8s.core.v1.Secret": 1,
    },
    "an API with image a/api:1.0 backed by a Postgres with 40 GB, and a worker with image a/work:1.0 that uses the API": {
        "database.db: allocated_storage": 40,
        "worker.deployment: spec.template.spec.containers.0.env.0.name": "API_URL",
    },
    "a Postgres with 100 GB used by a web service with image a/b:2.1": {
        "#k8s.core.v1.Secret": 1,
    },
}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda text: text[:60])
def test_facts(sentence: str) -> None:
    found = counts(sentence)
    for path, expected in SENTENCES[sentence].items():
        actual = found[path[1:]] if path.startswith("#") else fact(sentence, path)
        assert actual == expected, f"{path}\n{spec_of(sentence)}"


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda text: text[:60])
def test_is_formatted_and_says_its_sentence(sentence: str) -> None:
    from nimbus_lang.source.source_file import SourceFile
    from nimbus_lang.syntax.print import format_source

    spec = spec_of(sentence)
    assert format_source(SourceFile("main.nimbus", spec)) == (spec, ())
    said = [line.removeprefix("##").strip() for line in spec.splitlines() if line.startswith("##")]
    assert " ".join(said) == " ".join(sentence.split())


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda text: text[:60])
def test_same_sentence_same_spec(sentence: str) -> None:
    assert translate(sentence) == translate(sentence)


def test_there_are_enough() -> None:
    assert len(SENTENCES) >= 40


def test_every_kind_is_in_the_table() -> None:
    from nimbus_lang.llm.offline.phrases import KINDS

    specs = "\n".join(spec_of(sentence) for sentence in SENTENCES)
    assert [kind.component for kind in KINDS.values() if f": {kind.component} " not in specs] == []


def test_what_runs_goes_to_the_cluster_of_the_stack() -> None:
    sentence = "an EKS cluster with a web app running ghcr.io/acme/shop:1.4.2"
    assert str(fact(sentence, "k8s: cluster")).startswith('{ name = "cluster"')


def test_protection_is_only_where_it_was_asked_for() -> None:
    assert not any(one.lifecycle.protect for one in checked_of(ISSUE).graph.resources.values())
