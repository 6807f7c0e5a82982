namespace Proctoring.Local.EventHubs;

/// <summary>Messages of one send on their way to the disk. Owns the buffer that holds their records.</summary>
sealed class Append(int partition, PooledBuffer records)
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Partition => partition;

    public Memory<byte> Records => records.Written;

    public Task Done => _done.Task;

    public void Confirm()
    {
        records.Dispose();
        _done.SetResult();
    }

    public void Fail(Exception e)
    {
        records.Dispose();
        _done.SetException(e);
    }
}
