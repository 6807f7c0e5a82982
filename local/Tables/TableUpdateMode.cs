namespace Azure.Data.Tables;

public enum TableUpdateMode
{
    /// <summary>Properties that the entity does not have keep their stored values.</summary>
    Merge = 0,

    /// <summary>The stored row becomes exactly the entity.</summary>
    Replace = 1,
}
