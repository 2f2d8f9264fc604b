import pytest

from kata.checks import CheckFailed, TaskQueue, fail


def test_tasks_run_in_order_and_delays_pass():
    ran = []
    queue = TaskQueue(ran.append)
    queue.enqueue({"number": 1}, delay=7)
    queue.enqueue({"number": 2})
    queue.enqueue({"number": (3,)})
    queue.deliver()
    assert ran == [{"number": 2}]
    queue.work()
    assert ran == [{"number": 2}, {"number": [3]}, {"number": 1}]
    assert (queue.number, queue.tasks, queue.wait()) == (3, [], [])


def test_delays_are_told():
    queue = TaskQueue(print)
    queue.enqueue("a", delay=0.5)
    queue.enqueue("b", delay=3)
    assert queue.wait() == [0.5, 3]
    assert queue.tasks == ["a", "b"]
    with pytest.raises(CheckFailed, match=r"enqueue\(\.\.\., delay='1'\)"):
        queue.enqueue("c", delay="1")


def test_a_task_that_fails_is_delivered_again():
    ran = []

    def run(task):
        ran.append(task)
        if len(ran) == 1:
            raise ValueError

    queue = TaskQueue(run)
    for task in "ab":
        queue.enqueue(task)
    queue.work()
    assert ran == ["a", "b", "a"]
    queue.deliver_again()
    assert ran == ["a", "b", "a", "a"]


def test_a_task_that_always_fails_is_found():
    queue = TaskQueue(lambda task: 1 / 0)
    queue.enqueue("a")
    with pytest.raises(ZeroDivisionError):
        queue.work()


def test_who_is_killed_leaves_the_task():
    def run(task):
        raise SystemExit

    queue = TaskQueue(run)
    queue.enqueue("a")
    with pytest.raises(SystemExit):
        queue.deliver()
    assert queue.tasks == ["a"]


def test_a_failed_check_is_no_error_of_the_task():
    def run(task):
        raise fail("Wrong.")

    queue = TaskQueue(run)
    queue.enqueue("a")
    with pytest.raises(CheckFailed, match="Wrong"):
        queue.work()


def test_there_is_a_point_before_and_after_a_task_is_enqueued():
    seen = []
    queue = TaskQueue(lambda task: task and queue.enqueue(task - 1))
    queue.enqueue(2)
    queue.work(lambda: seen.append(len(queue.tasks)))
    assert seen == [0, 1, 0, 1]
