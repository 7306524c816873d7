CREATE FUNCTION file AS (path) -> throwIf(length(path) >= 0, 'the function file() is not available')
