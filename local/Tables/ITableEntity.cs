namespace Azure.Data.Tables;

/// <summary>What every row of a table has.</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    /// <summary>When the service last changed the row. The service alone sets it.</summary>
    DateTimeOffset? Timestamp { get; set; }

    ETag ETag { get; set; }
}
